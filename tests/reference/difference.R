# Differences of two figures of one sample, as R's survey has them: ratios of totals by svyratio and
# svymean over domains, contrasted by svycontrast. Prints the numbers of src/tabulate/figure_difference_test.cc.
library(survey)
d <- data.frame(
    sex = c(rep("male", 5), rep("female", 5)),
    age = c(20, 30, 40, 50, NA, 25, 35, 45, 55, 16),
    works = c("yes", "yes", "yes", "no", "refused", "yes", "yes", "unknown", "", "yes"),
    w = c(10, 20, 30, 40, 50, 5, 15, 25, 35, 45),
    stratum = c(0, 0, 0, 0, 0, 1, 1, 1, 1, 1),
    town = c(1, 1, 2, 2, 3, 4, 4, 5, 5, 6))
d$yes <- 100 * (d$works == "yes")
d$no <- 100 * (d$works == "no")
d$one <- 1
d$old <- as.numeric(!is.na(d$age) & d$age >= 40)
d$young <- as.numeric(!is.na(d$age) & d$age < 40)
d$aged <- ifelse(is.na(d$age), 0, d$age)
d$has_age <- as.numeric(!is.na(d$age))
d$man <- as.numeric(d$sex == "male")
design <- svydesign(ids = ~town, strata = ~stratum, weights = ~w, data = d)
# a/b - c/d from the totals, by the delta method of svycontrast
difference <- function(a, b, c, e) {
    d2 <- update(design, .a = a, .b = b, .c = c, .e = e)
    totals <- svytotal(~.a + .b + .c + .e, d2)
    r <- svycontrast(totals, quote(.a / .b - .c / .e))
    cat(format(coef(r), digits = 15), format(SE(r), digits = 15), "\n")
}
difference(d$yes * d$man, d$man, d$yes * (1 - d$man), 1 - d$man)
difference(d$yes * d$old, d$old, d$yes * d$young, d$young)
difference(d$yes, d$one, d$no, d$one)
difference(d$aged * d$man, d$has_age * d$man, d$aged * (1 - d$man), d$has_age * (1 - d$man))
cat(qt(.975, 4), "\n")
