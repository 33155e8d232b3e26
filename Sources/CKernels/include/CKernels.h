#pragma once
#include "activation.h"
#include "attention.h"
#include "convolution.h"
#include "conversion.h"
#include "normalisation.h"
