# The usual way from interviews to a report: tables with standard errors by survey, charts by ggplot2, the
# page by rmarkdown and pandoc. Arguments: interviews (CSV), the tables of `mtm tables` (CSV; which they are is read of
# them, nothing else), the sheet `derived` (CSV), how many have a chart, a folder to write to. Prints the seconds that
# it took, without loading R.
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages({ library(survey); library(ggplot2); library(rmarkdown) })
start <- proc.time()[["elapsed"]]
answers <- read.csv(arguments[1], check.names = FALSE, fileEncoding = "UTF-8-BOM", colClasses = "character")
made <- read.csv(arguments[2], fileEncoding = "UTF-8-BOM")
derived <- read.csv(arguments[3], fileEncoding = "UTF-8-BOM")
charts <- as.integer(arguments[4])
folder <- normalizePath(arguments[5])
asked <- function(name) {
    name <- sub("[ ,>].*", "", name)
    ifelse(name %in% derived$name, derived$question[match(name, derived$name)], name)
}
plan <- unique(data.frame(name = made$table, question = asked(made$question), by = asked(made$by)))
plan <- plan[!duplicated(plan$name) & plan$question %in% names(answers) & (plan$by == "" | plan$by %in% names(answers)), ]

table_of <- function(question, by) {
    data <- data.frame(answer = answers[[question]], stringsAsFactors = FALSE)
    data$group <- if (by == "") "all" else answers[[by]]
    data <- data[data$answer != "" & data$group != "", ]
    # Several answers, as exports have them: one after the other.
    parts <- unique(unlist(strsplit(data$answer, " ")))
    number <- suppressWarnings(as.numeric(parts))
    design <- svydesign(ids = ~1, weights = ~1, data = data)
    if (!any(is.na(number)) && length(parts) > 12) {
        design <- update(design, answer = as.numeric(answer))
        out <- svyby(~answer, ~group, design, svymean)
        return(data.frame(group = out$group, category = "mean", value = out$answer, se = out$se))
    }
    rows <- lapply(parts, function(part) {
        with <- update(design, has = as.numeric(grepl(paste0("(^| )", part, "( |$)"), answer)))
        out <- svyby(~has, ~group, with, svymean)
        data.frame(group = out$group, category = part, value = 100 * out$has, se = 100 * out$se)
    })
    do.call(rbind, rows)
}

tables <- lapply(seq_len(nrow(plan)), function(i) table_of(plan$question[i], plan$by[i]))
pictures <- character(0)
for (i in seq_len(min(charts, nrow(plan)))) {
    picture <- file.path(folder, paste0("chart", i, ".svg"))
    drawn <- ggplot(tables[[i]], aes(x = value, y = category, fill = group)) +
        geom_col(position = "dodge") +
        geom_errorbar(aes(xmin = value - 1.96 * se, xmax = value + 1.96 * se), position = "dodge") +
        labs(title = plan$name[i], x = "% of those asked", y = NULL)
    ggsave(picture, drawn, width = 7, height = 4)
    pictures <- c(pictures, picture)
}
text <- c("---", "title: Round", "output:", "  html_document:", "    self_contained: true", "    toc: true", "---")
for (i in seq_len(nrow(plan))) {
    text <- c(text, "", paste("#", plan$name[i]), "")
    if (i <= length(pictures)) text <- c(text, paste0("![](", pictures[i], ")"), "")
    text <- c(text, "```{r echo=FALSE}", paste0("knitr::kable(tables[[", i, "]], digits = 1)"), "```")
}
source_file <- file.path(folder, "report.Rmd")
writeLines(text, source_file)
render(source_file, quiet = TRUE)
cat(sprintf("%.2f\n", proc.time()[["elapsed"]] - start))
