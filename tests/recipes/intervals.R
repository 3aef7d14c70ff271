# Expected values of tests/spec/analysis/test_intervals.py. Run by hand: Rscript tests/recipes/intervals.R
# base R only. mid-p by its definition (Lancaster 1961), solved with uniroot; no package needed.
cases <- list(c(19, 28), c(0, 3), c(3, 3), c(1, 29), c(81, 263), c(15, 148), c(1, 1))
midp <- function(n, N, tail = 0.025) {
  above <- function(p) pbinom(n, N, p, lower.tail = FALSE) + dbinom(n, N, p) / 2 - tail
  below <- function(p) pbinom(n - 1, N, p) + dbinom(n, N, p) / 2 - tail
  low <- if (n == 0) 0 else uniroot(above, c(0, n / N), tol = 1e-14)$root
  high <- if (n == N) 1 else uniroot(below, c(n / N, 1), tol = 1e-14)$root
  c(low, high)
}
cat(R.version.string, "\n")
for (case in cases) {
  n <- case[1]; N <- case[2]
  cp <- binom.test(n, N)$conf.int
  wilson <- suppressWarnings(prop.test(n, N, correct = FALSE)$conf.int)
  jeffreys <- c(if (n == 0) 0 else qbeta(0.025, n + 0.5, N - n + 0.5), if (n == N) 1 else qbeta(0.975, n + 0.5, N - n + 0.5))
  for (row in list(list("Clopper-Pearson", cp), list("Wilson", wilson), list("Jeffreys", jeffreys), list("mid-p", midp(n, N))))
    cat(sprintf("    (%d, %d, \"%s\", %.12f, %.12f),\n", n, N, row[[1]], row[[2]][1], row[[2]][2]))
}
