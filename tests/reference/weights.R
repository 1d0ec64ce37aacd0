# Makes weights.csv: the schools of the cluster sample apiclus1 (survey 4.1-1, data set api) with the weights that
# R's survey computes for them. Run by hand: Rscript weights.R, in this folder. Nothing runs it in a test.
suppressMessages(library(survey))
data(api)
design <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
totals <- c("(Intercept)" = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
calibrated <- function(fun, bounds = c(-Inf, Inf)) weights(
    calibrate(design, ~stype + api99, totals, calfun = fun, bounds = bounds, epsilon = 1e-14, maxit = 200))
out <- data.frame(
    dnum = apiclus1$dnum, stype = apiclus1$stype, wide = apiclus1$sch.wide, api99 = apiclus1$api99,
    enroll = apiclus1$enroll, pw = apiclus1$pw, fpc = apiclus1$fpc,
    poststratified = weights(postStratify(design, ~stype, types)),
    raked = weights(rake(design, list(~stype, ~sch.wide), list(types, wide),
                         control = list(maxit = 500, epsilon = 1e-11))),
    linear = calibrated("linear"), exponential = calibrated("raking"),
    logit = calibrated("logit", c(0.5, 2)), truncated = calibrated("linear", c(0.6, 1.6)))
uneven <- svydesign(id = ~1, weights = ~I(pw * (1 + api99 %% 7)), data = apiclus1)
out$uneven <- weights(uneven)
out$trimmed <- weights(trimWeights(uneven, upper = 180))
out$trimmed_strictly <- weights(trimWeights(uneven, upper = 180, strict = TRUE))
print(range(out$linear / out$pw)); print(range(out$logit / out$pw)); print(range(out$truncated / out$pw))
print(table(out$uneven))
numbers <- sapply(out, is.numeric)
out[numbers] <- lapply(out[numbers], formatC, digits = 16, format = "g", width = 1)
write.csv(out, "weights.csv", row.names = FALSE, quote = FALSE)
