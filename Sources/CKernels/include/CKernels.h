#pragma once
#include "activation.h"
#include "attention.h"
#include "conversion.h"
#include "convolution.h"
#include "normalisation.h"
#include "outcomes.h"
#include "resample.h"
