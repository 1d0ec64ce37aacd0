# A made-up sample with places selected with certainty, as users of R's survey describe it: such a place
# is a stratum of its own, and the people within it are its first units (self-representing primary units).
# Writes certainty_rows.csv and certainty_results.csv, which src/estimation/certain_units_test.cc reads:
#   Rscript certainty.R
library(survey)
options(survey.lonely.psu = "fail", digits = 15)
set.seed(20)

# Three places that are certain, and two strata of which 3 of 9 and 2 of 12 places were selected.
places <- data.frame(
    place = 1:8,
    stratum = c(1, 2, 3, 4, 4, 4, 5, 5),
    places = c(1, 1, 1, 9, 9, 9, 12, 12),
    people = c(400, 250, 90, 60, 45, 80, 70, 55),
    n = c(6, 5, 4, 4, 3, 5, 4, 3))
rows <- places[rep(1:8, places$n), ]
rows$sampled <- c(1, 1, 1, 3, 3, 3, 2, 2)[rows$place]
rows$weight <- rows$places / rows$sampled * rows$people / rows$n
rows$income <- round(rlnorm(nrow(rows), 5, 0.5))
rows$works <- rbinom(nrow(rows), 1, 0.5)
rows$row <- seq_len(nrow(rows))
rownames(rows) <- NULL
write.csv(rows[c("place", "stratum", "places", "people", "weight", "income", "works")],
          "certainty_rows.csv", row.names = FALSE, quote = FALSE)

# The second stage of a certain place becomes the first, and below it there is nothing left to draw.
certain <- rows$places == 1
rows$stratum1 <- ifelse(certain, 100 + rows$place, rows$stratum)
rows$unit1 <- ifelse(certain, 1000 + rows$row, rows$place)
rows$fpc1 <- ifelse(certain, rows$people, rows$places)
rows$fpc2 <- ifelse(certain, 1, rows$people)

out <- NULL
note <- function(name, design) {
    df <- degf(design)
    for (what in c("mean", "total", "share")) {
        x <- if (what == "share") ~works else ~income
        est <- if (what == "total") svytotal(x, design) else svymean(x, design)
        ci <- if (what == "share") svyciprop(x, design, method = "xlogit", df = df)
              else confint(est, df = df)
        out <<- rbind(out, data.frame(design = name, what = what, value = coef(est)[[1]],
                                      se = SE(est)[[1]], df = df, low = confint_of(ci)[1],
                                      high = confint_of(ci)[2]))
    }
}
confint_of <- function(ci) if (is.null(attr(ci, "ci"))) c(ci) else c(attr(ci, "ci"))

# All places are certain: the people within them are all that varies.
of_certain <- rows[certain, ]
note("certain", svydesign(id = ~unit1, strata = ~stratum1, fpc = ~fpc1, weights = ~weight,
                          data = of_certain))
mixed <- svydesign(id = ~unit1 + row, strata = ~stratum1 + unit1, fpc = ~fpc1 + fpc2,
                   weights = ~weight, data = rows)
note("mixed", mixed)
note("mixed_certain", subset(mixed, certain))
note("mixed_one_place", subset(mixed, place == 2))
note("mixed_others", subset(mixed, places > 1))
# What the same design says if it is left as it is drawn: variances are equal, df is not.
drawn <- svydesign(id = ~place + row, strata = ~stratum, fpc = ~places + people, weights = ~weight,
                   data = rows)
stopifnot(all.equal(SE(svymean(~income, drawn)), SE(svymean(~income, mixed))),
          degf(drawn) == 3, degf(mixed) == 15)
write.csv(out, "certainty_results.csv", row.names = FALSE, quote = FALSE)
