# Reads the files of a package as R's users do: haven for SPSS and Stata, readr for CSV. Stops at what differs.
folder <- commandArgs(trailingOnly = TRUE)[1]
suppressPackageStartupMessages({
    library(haven)
    library(readr)
})
at <- function(name) file.path(folder, name)
csv <- read_csv(at("microdata.csv"), col_types = cols(.default = "c"), na = "", progress = FALSE)
sav <- read_sav(at("microdata.sav"), user_na = TRUE)
dta <- read_dta(at("microdata.dta"))
stopifnot(nrow(csv) == nrow(sav), nrow(csv) == nrow(dta), ncol(csv) == ncol(sav), ncol(csv) == ncol(dta))
coded <- 0
for (i in seq_along(csv)) {
    codes <- csv[[i]]
    for (file in list(sav, dta)) {
        column <- file[[i]]
        if (is.null(attr(column, "labels"))) next
        # One code has one number, and one number one code.
        number <- as.character(column)
        if (inherits(column, "labelled") || inherits(column, "haven_labelled")) {
            tags <- if (is.double(column)) na_tag(column) else NA
            number <- ifelse(is.na(tags), number, tags)
        }
        pairs <- unique(na.omit(data.frame(codes, number)))
        stopifnot(!anyDuplicated(pairs$codes), !anyDuplicated(pairs$number))
        stopifnot(sum(is.na(codes)) == sum(is.na(number)))
        coded <- coded + 1
    }
    label <- attr(sav[[i]], "label")
    stopifnot(is.null(label) || nchar(label) > 0)
}
stopifnot(coded > 0)
if ("age" %in% names(csv))
    stopifnot(isTRUE(all.equal(as.numeric(csv$age), as.numeric(sav$age))),
              isTRUE(all.equal(as.numeric(csv$age), as.numeric(dta$age))))
stopifnot(identical(as.integer(csv$record), as.integer(sav$record)))
cat(sprintf("%d rows, %d columns, %d with labels\n", nrow(csv), ncol(csv), coded))
