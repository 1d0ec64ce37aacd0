# The same in data.table; with "survey" instead of threads: one question with standard errors by R's survey.
arguments <- commandArgs(trailingOnly = TRUE)
path <- arguments[1]; questions <- as.integer(arguments[2]); how <- arguments[3]; runs <- as.integer(arguments[4])
suppressMessages(library(data.table))
if (how != "survey") setDTthreads(as.integer(how))
t <- fread(path)
times <- c(); check <- 0
if (how == "survey") {
    suppressMessages(library(survey))
    t[, q0 := factor(q0)]
    d <- svydesign(id = ~unit, strata = ~stratum, weights = ~w, data = t, nest = TRUE)
    for (run in 1:runs) {
        start <- proc.time()[["elapsed"]]
        s <- svyby(~q0, ~sex + region, d, svymean, keep.var = TRUE)
        times <- c(times, proc.time()[["elapsed"]] - start)
    }
    e <- as.matrix(SE(s)); check <- sum((100 * e)^2)
} else {
    for (run in 1:runs) {
        check <- 0
        start <- proc.time()[["elapsed"]]
        for (q in 0:(questions - 1)) {
            r <- t[, .(w = sum(w), n = .N), by = c("sex", "region", paste0("q", q))]
            r[, p := 100 * w / sum(w), by = .(sex, region)]
            check <- check + sum(r$p^2)
        }
        times <- c(times, proc.time()[["elapsed"]] - start)
    }
}
cat(median(times), sprintf("%.6f", check), "\n")
