# Makes replicates_rows.csv, replicates_factors.csv and replicates_results.csv: a made-up sample of five strata
# with two towns each, R's replicate weights of it, and what R's survey package (4.1-1, Debian 12) says by them and
# by linearisation: for src/tabulate/replicates_test.cc and src/sampling/replicate_calibration_test.cc.
#     Rscript tests/reference/replicates.R        (in the project's folder; overwrites the three files)
suppressMessages(library(survey))
options(survey.lonely.psu = "fail", digits = 17)
set.seed(20240601)
here <- "tests/reference/"

rows <- do.call(rbind, lapply(1:5, function(h) do.call(rbind, lapply(1:2, function(u) {
    n <- sample(6:12, 1)
    lean <- runif(1, 0.2, 0.7)
    data.frame(stratum = h, town = 10 * h + u, weight = round(10 * (h + runif(n, 0.5, 2))) / 10,
               sex = sample(c("male", "female"), n, TRUE, c(0.6, 0.4)),
               work = sample(c("yes", "no", "looking"), n, TRUE, c(lean, 0.9 - lean, 0.1)),
               need = replicate(n, paste(c("food", "cash", "home")[runif(3) < c(0.7, 0.4, 0.1)], collapse = " ")),
               age = round(rnorm(n, 25 + 3 * h, 8)), hours = sample(c(20, 30, 40, 48), n, TRUE))
}))))
rows$age[rows$age < 16] <- 16
write.csv(rows, paste0(here, "replicates_rows.csv"), row.names = FALSE, quote = FALSE)
rows$wy <- as.numeric(rows$work == "yes")
rows$wn <- as.numeric(rows$work == "no")
rows$male <- as.numeric(rows$sex == "male")
for (n in c("food", "cash", "home")) rows[[n]] <- as.numeric(grepl(n, rows$need))
for (w in c("yes", "no", "looking")) rows[[paste0("w_", w)]] <- as.numeric(rows$work == w)

out <- list()
say <- function(design, what, name, value, se = NA, low = NA, high = NA)
    out[[length(out) + 1]] <<- data.frame(design, what, name, value = as.numeric(value), se = as.numeric(se),
                                          low = as.numeric(low), high = as.numeric(high))

one <- svydesign(id = ~town, strata = ~stratum, weights = ~weight, data = rows)
flat <- svydesign(id = ~town, weights = ~weight, data = rows)
designs <- list(linearization = one, jk1 = as.svrepdesign(flat, type = "JK1"), jkn = as.svrepdesign(one, type = "JKn"),
    brr = as.svrepdesign(one, type = "BRR", compress = FALSE),
    fay = as.svrepdesign(one, type = "Fay", fay.rho = 0.3, compress = FALSE),
    bootstrap = as.svrepdesign(one, type = "bootstrap", replicates = 60, compress = FALSE),
    subbootstrap = as.svrepdesign(one, type = "subbootstrap", replicates = 60, compress = FALSE))

# A line for each design and town: what its weights are multiplied by in each replicate.
factors <- do.call(rbind, lapply(names(designs)[-1], function(name) {
    d <- designs[[name]]
    w <- weights(d, "replication")
    if (isTRUE(d$combined.weights)) w <- w / rows$weight
    towns <- unique(rows$town)
    data.frame(design = name, scale = d$scale, rscales = paste(format(rep_len(d$rscales, ncol(w)), digits = 17), collapse = " "),
        town = towns, factors = apply(w[match(towns, rows$town), ], 1, function(x) paste(format(x, digits = 17, trim = TRUE), collapse = " ")))
}))
write.csv(factors, paste0(here, "replicates_factors.csv"), row.names = FALSE, quote = FALSE)

for (name in names(designs)) {
    d <- designs[[name]]
    for (group in c("all", "male", "female")) {
        s <- if (group == "all") d else if (group == "male") subset(d, sex == "male") else subset(d, sex == "female")
        df <- length(unique(rows$town)) - (if (name == "jk1") 1 else 5)   # of towns; each sex is in all of them
        for (v in c("w_yes", "w_no", "w_looking", "food", "cash", "home")) {
            m <- svymean(as.formula(paste0("~", v)), s)
            ci <- tryCatch(confint(svyciprop(as.formula(paste0("~", v)), s, method = "xlogit", df = df)), error = function(e) c(NA, NA))
            say(name, paste0("share|", group), v, coef(m), SE(m), ci[1], ci[2])
        }
        m <- svymean(~age, s); ci <- confint(m, df = df)
        say(name, paste0("mean|", group), "age", coef(m), SE(m), ci[1], ci[2])
        t <- svytotal(~hours, s); say(name, paste0("total|", group), "hours", coef(t), SE(t))
        r <- svyratio(~hours, ~age, s); say(name, paste0("ratio|", group), "hours age", coef(r), SE(r))
    }
    rep <- name != "linearization"
    m <- if (rep) svymean(~wy + wn + age + hours, d, return.replicates = TRUE) else svymean(~wy + wn + age + hours, d)
    contrasts <- list(difference = quote(100 * wy - 100 * wn), sum = quote(100 * wy + 100 * wn), rest = quote(100 - 100 * wy),
        quotient = quote((100 * wy) / (100 * wn)), product = quote(wy * age), root = quote(sqrt(age) + log(hours)),
        power = quote(hours^2 / age))
    for (what in names(contrasts)) {
        c <- svycontrast(m, contrasts[[what]])
        say(name, "contrast", what, coef(c), SE(c))
    }
    by <- if (rep) svyby(~wy, ~sex, d, svymean, covmat = TRUE, return.replicates = TRUE) else svyby(~wy, ~sex, d, svymean, covmat = TRUE)
    c <- svycontrast(by, quote(100 * male - 100 * female))
    say(name, "contrast", "sexes", coef(c), SE(c))
}

say("linearization", "deff", "w_yes", deff(svymean(~wy, one, deff = "replace")))

# Weights brought to totals, in the sample and again in each replicate.
people <- data.frame(sex = c("male", "female"), Freq = c(300, 150))
working <- data.frame(work = c("yes", "no", "looking"), Freq = c(220, 190, 40))
jkn <- designs$jkn
tight <- list(maxit = 1000, epsilon = 1e-12)
calibrated <- list(post_strata = postStratify(jkn, ~sex, people),
    raked = rake(jkn, list(~sex, ~work), list(people, working), control = tight),
    greg = calibrate(jkn, ~sex + hours, c(`(Intercept)` = 450, sexmale = 300, hours = 15000)))
for (name in names(calibrated)) {
    d <- calibrated[[name]]
    m <- svymean(~age, d); say(name, "mean|all", "age", coef(m), SE(m))
    t <- svytotal(~wy, d); say(name, "total|all", "wy", coef(t), SE(t))
}
write.csv(do.call(rbind, out), paste0(here, "replicates_results.csv"), row.names = FALSE, na = "", quote = FALSE)
