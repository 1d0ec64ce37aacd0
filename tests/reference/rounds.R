# Makes rounds_rows.csv, two made-up rounds with strata, clusters and weights, and rounds_results.csv, their differences
# as R's survey tells them: both rounds in one design, the round within the stratum, a contrast of the two domains. The
# degrees of freedom are the fewer of the rounds'. Run by hand: Rscript rounds.R, in this folder. No test runs it.
suppressMessages(library(survey))
set.seed(1955)
round_of <- function(round, clusters, p) {
    rows <- expand.grid(person = 1:9, cluster = 1:clusters, stratum = 1:2)
    n <- nrow(rows)
    pull <- rnorm(2 * clusters, 0, 0.5)[(rows$stratum - 1) * clusters + rows$cluster]
    sex <- ifelse(runif(n) < 0.45 + 0.1 * round, "male", "female")
    area <- ifelse(rows$stratum == 1, "north", "south")
    u <- runif(n) - 0.1 * pull - ifelse(sex == "male", 0.1, 0)
    data.frame(round = round, stratum = rows$stratum, cluster = rows$cluster,
               weight = round(runif(n, 0.5, 3), 2), sex = sex, area = area,
               work = ifelse(u < p, "paid", ifelse(u < p + 0.3, "own", "none")),
               age = round(25 + 8 * pull + rnorm(n, 3 * round, 9)))
}
rows <- rbind(round_of(1, 4, 0.25), round_of(2, 6, 0.5))
write.csv(rows, "rounds_rows.csv", row.names = FALSE, quote = FALSE)
both <- svydesign(id = ~interaction(round, stratum, cluster), strata = ~interaction(round, stratum),
                  weights = ~weight, data = rows)
df <- min(degf(subset(both, round == 1)), degf(subset(both, round == 2)))
out <- data.frame()
add <- function(name, formula, factor) {
    by <- svyby(formula, ~round, both, svymean, covmat = TRUE)
    change <- svycontrast(by, c(-1, 1))
    value <- factor * as.numeric(coef(change)); se <- factor * as.numeric(SE(change))
    out <<- rbind(out, data.frame(name = name, before = factor * coef(by)[[1]], now = factor * coef(by)[[2]],
        difference = value, se = se, low = value - qt(0.975, df) * se, high = value + qt(0.975, df) * se,
        p = 2 * pt(-abs(value / se), df)))
}
for (work in c("paid", "own", "none")) add(work, as.formula(sprintf("~I(as.numeric(work == '%s'))", work)), 100)
add("male", ~I(as.numeric(sex == "male")), 100)
add("age", ~age, 1)
out$holm <- p.adjust(out$p, "holm")
out$bh <- p.adjust(out$p, "BH")
out$df <- df
out[-1] <- lapply(out[-1], formatC, digits = 15, format = "g", width = 1)
print(out)
write.csv(out, "rounds_results.csv", row.names = FALSE, quote = FALSE)
