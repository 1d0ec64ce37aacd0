# Makes column_tests.csv: which columns of a table differ, as R's survey (4.1-1, Debian 12) has it, for
# src/tabulate/column_tests_test.cc. The rows are a made-up sample (column_rows.csv), columns groups of people: domains of
# one sample that share its towns. Difference and standard error by svyby with covmat and svycontrast, p and degrees of
# freedom by svyttest of the two columns alone; Holm over the pairs of a row.
#     Rscript tests/reference/column_tests.R        (in the project's folder; overwrites both files)
suppressMessages(library(survey))
options(survey.lonely.psu = "fail", digits = 16)
here <- "tests/reference/"
set.seed(1979)
rows <- do.call(rbind, lapply(1:3, function(h) do.call(rbind, lapply(1:8, function(u) {
    n <- 14
    pull <- rnorm(1, 0, 0.25)
    group <- sample(c("north", "south", "east", "west", "abroad"), n, TRUE, c(0.3, 0.3, 0.2, 0.17, 0.03))
    shift <- c(north = 0.9, south = -0.4, east = 0, west = 0.3, abroad = 1)[group]
    u1 <- runif(n)
    data.frame(stratum = h, town = u, towns = c(30, 12, 60)[h], person = 1:n, people = 200 + 10 * u, group = group,
               answer = ifelse(u1 < plogis(shift + pull), "paid", ifelse(runif(n) < 0.6, "own", "none")),
               income = round(100 + 40 * shift + 30 * pull + rnorm(n, 0, 35)),
               hours = round(35 + 8 * runif(n) - 6 * shift))
}))))
rows$weight <- round(rows$towns / 8 * rows$people / 14, 2)
rows$income[sample(nrow(rows), 15)] <- NA
rows$answer[sample(nrow(rows), 10)] <- ""
write.csv(rows, paste0(here, "column_rows.csv"), row.names = FALSE, na = "", quote = FALSE)
tested <- c("north", "south", "east", "west")
designs <- list(
    clusters = svydesign(id = ~town, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE),
    two_stage = svydesign(id = ~town + person, strata = ~stratum, fpc = ~towns + people, weights = ~weight,
                          data = rows, nest = TRUE))
out <- data.frame()
for (name in names(designs)) {
    d <- designs[[name]]
    row <- function(what, variable, factor, d = designs[[name]]) {
        formula <- as.formula(paste0("~", variable))
        by <- svyby(formula, ~group, d, svymean, covmat = TRUE)
        groups <- as.character(by$group)
        made <- data.frame()
        for (a in 1:3) for (b in (a + 1):4) {
            i <- match(tested[a], groups)
            j <- match(tested[b], groups)
            contrast <- svycontrast(by, (seq_along(groups) == i) - (seq_along(groups) == j))
            pair <- subset(d, group %in% groups[c(i, j)])
            t <- svyttest(as.formula(paste(variable, "~ I(group == '", groups[i], "')", sep = "")), pair)
            made <- rbind(made, data.frame(design = name, row = what, first = groups[i], second = groups[j],
                difference = factor * as.numeric(coef(contrast)), se = factor * as.numeric(SE(contrast)),
                df = as.numeric(t$parameter), p = as.numeric(t$p.value)))
        }
        made$holm <- p.adjust(made$p, "holm")
        out <<- rbind(out, made)
    }
    for (a in sort(unique(rows$answer))) row(a, sprintf("I(as.numeric(answer == '%s'))", a), 100)
    row("income", "income", 1, subset(d, !is.na(income)))
    by <- svyby(~income, denominator = ~hours, ~group, subset(d, !is.na(income)), svyratio, covmat = TRUE)
    ratios <- data.frame()
    for (i in 1:3) for (j in (i + 1):4) {
        at <- match(tested[c(i, j)], by$group)
        contrast <- svycontrast(by, (seq_along(by$group) == at[1]) - (seq_along(by$group) == at[2]))
        df <- degf(subset(d, group %in% tested[c(i, j)] & !is.na(income))) - 1
        t <- as.numeric(coef(contrast) / SE(contrast))
        ratios <- rbind(ratios, data.frame(design = name, row = "income/hours", first = tested[i], second = tested[j],
            difference = as.numeric(coef(contrast)), se = as.numeric(SE(contrast)), df = df, p = 2 * pt(-abs(t), df)))
    }
    ratios$holm <- p.adjust(ratios$p, "holm")
    out <- rbind(out, ratios)
}
print(table(rows$group))
out[5:9] <- lapply(out[5:9], formatC, digits = 15, format = "g", width = 1)
write.csv(out, paste0(here, "column_tests.csv"), row.names = FALSE, quote = FALSE)
