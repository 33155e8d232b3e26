#pragma once
#include <cblas.h>
#include <openblas_config.h>
#include <stddef.h>

/* LAPACK's, in the same library: eigenvalues, ascending, and eigenvectors of a symmetric matrix. What a is becomes the
   vectors, one behind the other; the last two are the lengths of the texts, as Fortran passes them. */
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info, size_t, size_t);
