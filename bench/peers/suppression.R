# Local suppression in data.table until every printed record is equal to k records, a blank being a category of its own.
# "keys": of all records below k the key of most categories is taken, then the next. "sets": one set of keys after
# another, the smallest first, where that makes k of them equal. What is left over joins records of the largest group.
arguments <- commandArgs(trailingOnly = TRUE)
path <- arguments[1]; k <- as.integer(arguments[2]); runs <- as.integer(arguments[3]); how <- arguments[4]
suppressMessages(library(data.table))
setDTthreads(2)
original <- fread(path)
keys <- names(original)
keys <- keys[order(-sapply(keys, function(key) uniqueN(original[[key]])))]
sets <- if (how == "keys") lapply(seq_along(keys), function(i) keys[1:i]) else
    unlist(lapply(seq_along(keys), function(m) combn(keys, m, simplify = FALSE)), recursive = FALSE)
times <- c()
for (run in 1:runs) {
    t <- copy(original)
    start <- proc.time()[["elapsed"]]
    t[, n := .N, by = keys]
    open <- which(t$n < k)
    for (set in sets) {
        if (length(open) == 0) break
        part <- t[open, ..keys]
        part[, (set) := NA_integer_]
        part[, n := .N, by = keys]
        saved <- if (how == "keys") seq_along(open) else which(part$n >= k)
        if (length(saved) == 0) next
        set(t, open[saved], set, NA_integer_)
        open <- open[part$n < k]
    }
    if (length(open) > 0) {
        t[, n := .N, by = keys]
        set(t, c(open, which(t$n == max(t$n))), keys, NA_integer_)
    }
    stopifnot(t[, .N, by = keys][, min(N)] >= k)
    times <- c(times, proc.time()[["elapsed"]] - start)
}
cat(median(times), sum(is.na(t[, ..keys])), "\n")
