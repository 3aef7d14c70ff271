# Expected values of tests/spec/pooling/test_regression.py, kept in regression.csv. Debian: r-cran-metafor 3.8-1,
# r-cran-lme4 1.1-31, R 4.2.2. Rscript tests/recipes/regression.R > tests/recipes/regression.csv; `make recipes` runs it
# anew and compares. Moderators stand in the fixed part of the binomial-normal model: lme4's glmer with 25 nodes gives
# the maximum, the likelihood-ratio statistic and, with one coefficient held by an offset, the ends of its profile;
# metafor's rma.glmm gives the maximum by its own 7 and 25 nodes.
suppressMessages({library(metafor); library(lme4)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
sets <- read.csv(file.path(here, "regression_sets.csv"), stringsAsFactors = FALSE)
row <- function(set, model, values) cat(sprintf("%s,%s,%s,%.10f\n", set, model, names(values), values), sep = "")
control <- glmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-9, maxfun = 1e6))
fit <- function(d, formula, off) {
  d$off <- off
  suppressMessages(glmer(formula, d, binomial, nAGQ = 25, offset = off, control = control))
}

cat("set,model,quantity,value\n")
for (name in unique(sets$set)) {
  d <- sets[sets$set == name, ]
  d$id <- factor(seq_len(nrow(d)))
  columns <- c("x1", if (any(d$x2 != 0)) "x2")
  mods <- as.formula(paste("~", paste(columns, collapse = " + ")))
  for (nodes in c(7, 25)) {
    r <- rma.glmm(measure = "PLO", xi = d$events, ni = d$n, mods = mods, data = d, nAGQ = nodes)
    b <- c(r$beta); names(b) <- paste0("b", seq_along(b) - 1)
    row(name, sprintf("rma.glmm %d", nodes), c(b, tau = sqrt(r$tau2)))
  }
  formula <- function(terms) as.formula(paste("cbind(events, n - events) ~", paste(c("1", terms), collapse = " + "), "+ (1 | id)"))
  full <- fit(d, formula(columns), 0)
  null <- fit(d, formula(NULL), 0)
  b <- fixef(full); names(b) <- paste0("b", seq_along(b) - 1)
  row(name, "glmer", c(b, tau = sqrt(VarCorr(full)$id[1]), tau_without = sqrt(VarCorr(null)$id[1]),
                       statistic = 2 * as.numeric(logLik(full) - logLik(null))))
  for (j in seq_along(columns)) {
    rest <- setdiff(columns, columns[j])
    drop <- function(value) as.numeric(logLik(full) - logLik(fit(d, formula(rest), value * d[[columns[j]]]))) - qchisq(0.95, 1) / 2
    at <- fixef(full)[[j + 1]]
    ends <- c(uniroot(drop, c(at - 8, at), tol = 1e-7)$root, uniroot(drop, c(at, at + 8), tol = 1e-7)$root)
    names(ends) <- paste0("b", j, c("_low", "_high"))
    row(name, "profile", ends)
  }
}
