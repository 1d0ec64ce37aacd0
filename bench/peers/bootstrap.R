# One question by sex with standard errors by a bootstrap of R's survey; the replicates are not timed.
#     Rscript bench/peers/bootstrap.R FILE.csv REPLICATES RUNS
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(survey))
t <- read.csv(arguments[1])
t$q <- factor(t$q)
d <- as.svrepdesign(svydesign(id = ~1, weights = ~w, data = t), type = "subbootstrap",
                    replicates = as.integer(arguments[2]), compress = FALSE)
times <- sapply(seq_len(as.integer(arguments[3])), function(run) {
    start <- proc.time()[["elapsed"]]
    s <- svyby(~q, ~sex, d, svymean)
    proc.time()[["elapsed"]] - start
})
cat(median(times), "\n")
