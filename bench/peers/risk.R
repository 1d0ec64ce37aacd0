# Risk of records and special uniques in data.table, as plainly as one would write them.
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(data.table))
setDTthreads(2)
t <- fread(arguments[1])
keys <- setdiff(names(t), "w")
start <- proc.time()[["elapsed"]]
if (arguments[2] == "risk") {
    t[, c("f", "F") := list(.N, sum(w)), by = keys]
    p <- t$f / t$F
    odds <- p / (1 - p)
    r <- ifelse(t$f == 1, odds * log(1 / p), ifelse(t$f == 2, odds - odds^2 * log(1 / p), p / (t$f - (1 - p))))
    r[p >= 1 - 1e-12] <- 1 / t$f[p >= 1 - 1e-12]
    answer <- mean(r)
} else {
    alone <- list(); score <- numeric(nrow(t)); m <- length(keys)
    for (size in seq_len(m)) {
        for (set in combn(m, size, simplify = FALSE)) {
            n <- t[, .N, by = c(keys[set])][t, N, on = keys[set]]
            known <- rep(FALSE, nrow(t))
            if (size > 1) for (left in seq_along(set)) known <- known | alone[[paste(set[-left], collapse = " ")]]
            unique_here <- n == 1
            score <- score + ifelse(unique_here & !known, factorial(m - size), 0)
            alone[[paste(set, collapse = " ")]] <- unique_here
        }
    }
    answer <- sum(score)
}
cat(proc.time()[["elapsed"]] - start, format(answer, digits = 15), "\n")
