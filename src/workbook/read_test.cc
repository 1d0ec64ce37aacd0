#include "workbook/read.h"

#include <gtest/gtest.h>

#include "tests/shared_files.h"

TEST(Read, X) {}
