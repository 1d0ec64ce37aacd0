#include "rehearse/integer_program.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

using Verdict = IntegerProgram::Verdict;

TEST(IntegerProgram, TellsWholeNumbersFromFractions) {
    IntegerProgram halves;  // 2x + 2y = 3
    const int x = halves.add_column(0, 10);
    const int y = halves.add_column(0, 10);
    halves.add_row({{x, 2.0}, {y, 2.0}}, 3, 3, IntegerProgram::always);
    EXPECT_EQ(halves.relaxation(), Verdict::feasible);
    EXPECT_EQ(halves.solve(), Verdict::infeasible);
}

TEST(IntegerProgram, DoesNotCallImpossibleWhatItGaveUpOn) {
    IntegerProgram program;
    Terms all;
    for (int column = 0; column < 40; ++column)
        all.emplace_back(program.add_column(0, 10), 1.0 + column % 7);
    for (int row = 0; row < 20; ++row) {
        Terms some(all.begin() + row, all.begin() + row + 20);
        program.add_row(some, 50 + row, 60 + row, IntegerProgram::always);
    }
    program.set_most_iterations(0);
    EXPECT_EQ(program.relaxation(), Verdict::unknown);
    EXPECT_EQ(program.solve(), Verdict::unknown);
    program.set_most_iterations(100000);
    EXPECT_EQ(program.solve(), Verdict::feasible);
}

TEST(IntegerProgram, GivesNoSolutionThatBreaksARowAfterRounding) {
    IntegerProgram program;  // 10^8 x - y = 1 with y < 10^8: y = 10^8 x - 1, so x = 1
    const int x = program.add_column(0, 1);
    const int y = program.add_column(0, 1e8 - 2);
    program.add_row({{x, 1e8}, {y, -1.0}}, 1, 1, IntegerProgram::always);
    EXPECT_NE(program.solve(), Verdict::feasible);  // y = 0, x = 10^-8 is no answer
}

}  // namespace
}  // namespace mtm
