# Makes quantiles.csv: quantiles of the numbers of column_rows.csv with Woodruff's intervals, in all and by group, and Rao
# and Scott's F of the answers by group, as R's survey (4.1-1, Debian 12) has them, for
# src/tabulate/table_association_test.cc. A domain's degrees of freedom are its own. R gives the second number for a
# share less than that of the first row: groups where that could be are few, and are left out.
#     Rscript tests/reference/quantiles.R        (in the project's folder; overwrites the file)
suppressMessages(library(survey))
options(survey.lonely.psu = "fail", digits = 16)
here <- "tests/reference/"
rows <- read.csv(paste0(here, "column_rows.csv"), na.strings = "", stringsAsFactors = FALSE)
designs <- list(
    clusters = svydesign(id = ~town, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE),
    two_stage = svydesign(id = ~town + person, strata = ~stratum, fpc = ~towns + people, weights = ~weight,
                          data = rows, nest = TRUE))
out <- data.frame()
say <- function(...) out <<- rbind(out, data.frame(...))
for (name in names(designs)) {
    for (group in c("", "north", "south", "east", "west")) {
        for (number in c("income", "hours")) {
            d <- designs[[name]]
            keep <- !is.na(rows[[number]]) & (group == "" | rows$group == group)
            d <- subset(d, keep)
            for (p in c(0.1, 0.25, 0.5, 0.75, 0.9)) {
                x <- svyquantile(as.formula(paste0("~", number)), d, p, interval.type = "xlogit", qrule = "school",
                                 df = degf(d))[[1]]
                say(design = name, what = number, group = group, p = p, value = x[1, 1], low = x[1, 2], high = x[1, 3],
                    se = x[1, 4], df = degf(d), denominator_df = NA)
            }
        }
    }
    for (where in c("", "hours > 38")) {
        d <- subset(designs[[name]], !is.na(rows$answer) & (where == "" | rows$hours > 38))
        x <- svychisq(~answer + group, d, statistic = "F")
        say(design = name, what = "answer by group", group = where, p = x$p.value, value = x$statistic, low = NA,
            high = NA, se = NA, df = x$parameter[1], denominator_df = x$parameter[2])
    }
}
numbers <- sapply(out, is.numeric)
out[numbers] <- lapply(out[numbers], function(x) ifelse(is.na(x), "", formatC(x, digits = 15, format = "g", width = 1)))
write.csv(out, paste0(here, "quantiles.csv"), row.names = FALSE, quote = FALSE)
