# Expected values of tests/spec/pooling, kept in pooling.csv. Debian: r-cran-metafor 3.8-1, r-cran-lme4 1.1-31, R 4.2.2.
# Rscript tests/recipes/pooling.R > tests/recipes/pooling.csv; `make recipes` runs it anew and compares.
# metafor stops early by default (Fisher scoring at 1e-5, roots at 1e-4 of double precision's fourth root), so it gets
# tighter limits here; lme4 gets bobyqa with a last step of 1e-9.
suppressMessages({library(metafor); library(lme4)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
sets <- read.csv(file.path(here, "pooling_sets.csv"), stringsAsFactors = FALSE)
tight <- list(threshold = 1e-13, tol = 1e-14, maxiter = 100000, tau2.max = 1e4)
row <- function(set, model, values) cat(sprintf("%s,%s,%s,%.10f\n", set, model, names(values), values), sep = "")

inverse_variance <- function(name, y, n) for (method in c("EE", "DL", "PM", "REML")) {
  fit <- function(test) rma(measure = "PLO", xi = y, ni = n, add = 1/2, to = "only0", method = method, test = test,
                            control = tight)
  plain <- fit("z"); hk <- suppressWarnings(fit("adhoc"))
  row(name, method, c(estimate = c(plain$beta), se = plain$se, low = plain$ci.lb, high = plain$ci.ub,
      hk_se = hk$se, hk_low = hk$ci.lb, hk_high = hk$ci.ub, q = plain$QE, q_p = plain$QEp, i2 = plain$I2 / 100))
  if (method == "EE") next
  q <- confint(plain, control = list(tol = 1e-14, tau2.max = 1e4, maxiter = 100000))$random["tau^2", ]
  # The interval of a new series on t with k - 1 degrees: metafor's prediction interval under test = "t".
  predicted <- predict(fit("t"))
  row(name, method, c(tau2 = plain$tau2, tau2_low = q[["ci.lb"]], tau2_high = q[["ci.ub"]]))
  if (length(y) > 2) row(name, method, c(predict_low = predicted$pi.lb, predict_high = predicted$pi.ub))
}

exact <- function(name, y, n) {
  d <- data.frame(y, n, id = factor(seq_along(y)))
  g <- suppressMessages(glmer(cbind(y, n - y) ~ 1 + (1 | id), d, binomial, nAGQ = 25,
    control = glmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-9, maxfun = 1e6))))
  row(name, "glmer", c(mu = fixef(g)[[1]], tau = sqrt(VarCorr(g)$id[1])))
  for (nodes in c(7, 25)) {
    r <- rma.glmm(measure = "PLO", xi = y, ni = n, nAGQ = nodes)
    row(name, sprintf("rma.glmm %d", nodes), c(mu = c(r$beta), tau = sqrt(r$tau2)))
  }
}

beta_binomial <- function(name, y, n) {
  minus <- function(t) {
    m <- plogis(t[1]); s <- exp(t[2])
    -sum(lchoose(n, y) + lbeta(y + m * s, n - y + (1 - m) * s) - lbeta(m * s, (1 - m) * s))
  }
  best <- optim(c(qlogis(sum(y) / sum(n)), 1), minus, method = "Nelder-Mead",
                control = list(reltol = 1e-15, maxit = 10000))
  best <- optim(best$par, minus, method = "BFGS", control = list(reltol = 1e-15, maxit = 10000))
  row(name, "beta-binomial", c(mean = plogis(best$par[1]), rho = 1 / (exp(best$par[2]) + 1), log_likelihood = -best$value))
}

cat("set,model,quantity,value\n")
for (name in unique(sets$set)) {
  one <- sets[sets$set == name, ]
  inverse_variance(name, one$events, one$n)
  if (name %in% c("two", "equal variances")) next
  exact(name, one$events, one$n)
  # Where series differ no more than by chance the correlation runs to zero and has no inner maximum.
  if (name %in% c("plain", "wide", "with single patients", "large", "edge")) beta_binomial(name, one$events, one$n)
}
