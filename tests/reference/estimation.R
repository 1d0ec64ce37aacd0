# Makes estimation_rows.csv and estimation_results.csv: a made-up two-stage sample and what R's survey
# package (4.1-1, Debian 12) says of it, for src/estimation/reference_test.cc.
#     Rscript tests/reference/estimation.R        (in the project's folder; overwrites both files)
suppressMessages(library(survey))
options(survey.lonely.psu = "fail", digits = 16)
set.seed(20240501)
here <- "tests/reference/"

strata <- 6
rows <- do.call(rbind, lapply(1:strata, function(h) {
    towns <- c(5, 4, 6, 2, 8, 4)[h]
    do.call(rbind, lapply(1:towns, function(u) {
        n <- sample(3:9, 1)
        level <- rnorm(1, 2 * h, 3)
        data.frame(stratum = h, town = u, towns = c(40, 12, 90, 2, 33, 4)[h], person = 1:n,
                   people = n + sample(c(0, 5, 40, 200), 1),
                   income = round(100 * exp(rnorm(n, 5 + level / 20, 0.8))) / 100,
                   hours = sample(c(20, 30, 40, 48, 60), n, TRUE),
                   sex = sample(c(0, 1), n, TRUE, c(0.7, 0.3)),
                   work = sample(0:3, n, TRUE, c(0.5 - h / 20, 0.2 + h / 20, 0.2, 0.1)),
                   rare = rbinom(n, 1, 0.03))
    }))
}))
rows$weight <- rows$towns / c(5, 4, 6, 2, 8, 4)[rows$stratum] * rows$people /
    ave(rows$person, rows$stratum, rows$town, FUN = length)
rows$work[sample(nrow(rows), 12)] <- NA
rows$pair <- (rows$town - 1) %/% 2
write.csv(rows, paste0(here, "estimation_rows.csv"), row.names = FALSE, na = "", quote = FALSE)

out <- list()
say <- function(design, what, name, value, se = NA, low = NA, high = NA, df = NA, p = NA)
    out[[length(out) + 1]] <<- data.frame(design, what, name, value = as.numeric(value), se = as.numeric(se),
        low = as.numeric(low), high = as.numeric(high), df = as.numeric(df), p = as.numeric(p))

designs <- list(
    two_stage = svydesign(id = ~town + person, strata = ~stratum, fpc = ~towns + people, data = rows, nest = TRUE),
    one_stage = svydesign(id = ~town, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE),
    one_stage_fpc = svydesign(id = ~town, strata = ~stratum, fpc = ~towns, weights = ~weight, data = rows, nest = TRUE),
    elements = svydesign(id = ~1, strata = ~stratum, weights = ~weight, data = rows))
for (name in names(designs)) {
    d <- designs[[name]]
    m <- svymean(~income, d); say(name, "mean", "income", coef(m), SE(m))
    t <- svytotal(~income, d); say(name, "total", "income", coef(t), SE(t))
    r <- svyratio(~income, ~hours, d); say(name, "ratio", "income/hours", coef(r), SE(r))
    by <- svyby(~income, ~sex, d, svymean)
    for (i in 1:2) say(name, "domain_mean", paste0("income|sex=", by$sex[i]), by$income[i], by$se[i])
    s <- subset(d, sex == 1)
    m <- svymean(~I(work == 1), s, na.rm = TRUE)
    say(name, "domain_share", "work=1|sex=1", coef(m)[2], SE(m)[2])
    say(name, "degf", "all", degf(d))
    e <- svymean(~income, d, deff = TRUE); say(name, "deff", "income", deff(e))
    e <- svymean(~income, d, deff = "replace"); say(name, "deff_replace", "income", deff(e))
    for (method in c("mean", "logit", "xlogit", "beta", "asin")) {
        for (v in c("sex", "rare")) {
            p <- svyciprop(as.formula(paste0("~", v)), d, method = method)
            say(name, paste0("ciprop_", method), v, as.numeric(p), sqrt(as.numeric(attr(p, "var"))), confint(p)[1], confint(p)[2])
        }
    }
    for (rule in c("math", "school")) for (q in c(0.1, 0.25, 0.5, 0.9)) {
        for (type in c("mean", "xlogit", "beta", "asin")) {
            x <- svyquantile(~income, d, q, interval.type = type, qrule = rule)[[1]]
            say(name, paste("quantile", rule, type, sep = "_"), q, x[1, 1], x[1, 4], x[1, 2], x[1, 3])
        }
        h <- svyquantile(~hours, d, q, qrule = rule)[[1]]
        say(name, paste("quantile_hours", rule, "mean", sep = "_"), q, h[1, 1], h[1, 4], h[1, 2], h[1, 3])
    }
    complete <- subset(d, !is.na(work))
    for (s in c("F", "Chisq", "Wald", "adjWald")) {
        x <- svychisq(~work + sex, complete, statistic = s)
        say(name, paste0("chisq_", s), "work x sex", x$statistic, df = x$parameter[1], p = x$p.value)
    }
    t <- svyttest(income ~ sex, d)
    say(name, "ttest", "income by sex", t$statistic, df = t$parameter, p = t$p.value)
}

one <- designs$one_stage
people <- data.frame(sex = c(0, 1), Freq = c(3000, 1500))
ps <- postStratify(one, ~sex, people)
bands <- cut(rows$hours, c(0, 35, 45, 100), labels = FALSE) - 1
rows$band <- bands
one <- update(one, band = bands)
rk <- rake(one, list(~sex, ~band), list(people, data.frame(band = 0:2, Freq = c(1500, 1200, 1800))),
           control = list(maxit = 1000, epsilon = 1e-10))
gr <- calibrate(one, ~factor(sex) + hours, c(4500, 1500, 190000), epsilon = 1e-12)
for (x in list(list("post_strata", ps), list("raked", rk), list("greg", gr))) {
    for (v in c("income", "hours")) {
        m <- svymean(as.formula(paste0("~", v)), x[[2]]); say(x[[1]], "mean", v, coef(m), SE(m))
        t <- svytotal(as.formula(paste0("~", v)), x[[2]]); say(x[[1]], "total", v, coef(t), SE(t))
    }
    write.csv(data.frame(weight = weights(x[[2]])), paste0(here, "estimation_weights_", x[[1]], ".csv"),
              row.names = FALSE, quote = FALSE)
}

lone <- rows[!(rows$stratum == 2 & rows$town > 1), ]
for (rule in c("certainty", "average", "adjust")) {
    options(survey.lonely.psu = rule)
    d <- svydesign(id = ~town, strata = ~stratum, weights = ~weight, data = lone, nest = TRUE)
    m <- svymean(~income, d)
    say(paste0("lonely_", rule), "mean", "income", coef(m), SE(m))
    if (rule != "adjust") { t <- svytotal(~income, d); say(paste0("lonely_", rule), "total", "income", coef(t), SE(t)) }
}
options(survey.lonely.psu = "fail")

nofpc <- designs$one_stage
jk <- as.svrepdesign(nofpc, type = "JKn")
m <- svymean(~income, jk); say("jkn", "mean", "income", coef(m), SE(m))
r <- svyratio(~income, ~hours, jk); say("jkn", "ratio", "income/hours", coef(r), SE(r))
jk <- as.svrepdesign(designs$one_stage_fpc, type = "JKn")
m <- svymean(~income, jk); say("jkn_fpc", "mean", "income", coef(m), SE(m))
unstratified <- svydesign(id = ~I(stratum * 100 + town), weights = ~weight, data = rows)
jk <- as.svrepdesign(unstratified, type = "JK1")
m <- svymean(~income, jk); say("jk1", "mean", "income", coef(m), SE(m))
even <- subset(rows, !(stratum == 1 & town == 5))
paired <- svydesign(id = ~town, strata = ~I(stratum * 100 + pair), weights = ~weight, data = even, nest = TRUE)
# A total is linear: any balanced set of replicates gives the same variance.
br <- as.svrepdesign(paired, type = "BRR"); m <- svytotal(~income, br); say("brr", "total", "income", coef(m), SE(m))
fy <- as.svrepdesign(paired, type = "Fay", fay.rho = 0.3); m <- svytotal(~income, fy); say("fay", "total", "income", coef(m), SE(m))

results <- do.call(rbind, out)
for (column in c("value", "se", "low", "high", "df", "p")) results[[column]] <- sprintf("%.15g", results[[column]])
results[results == "NA" | results == "NaN"] <- ""
write.csv(results, paste0(here, "estimation_results.csv"), row.names = FALSE, quote = FALSE)
