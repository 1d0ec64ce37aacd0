// Nothing but disclosure control makes a Released value. With FORGE defined to 1, 2 or 3 this file
// must not compile; without it, it must.
#include "disclosure/released.h"

namespace mtm {

const SafeFigure& what_a_writer_does(const Released<SafeFigure>& figure) {
    return figure.value();
}

#if FORGE == 1
Released<SafeFigure> forged() {
    return Released<SafeFigure>(SafeFigure{});
}
#elif FORGE == 2
Released<SafeTable> forged() {
    return {SafeTable{}};
}
#elif FORGE == 3
void forge(Released<SafeFigure>& figure) {
    figure.value().withheld = false;
}
#endif

}  // namespace mtm
