// SPDX-License-Identifier: GPL-3.0-or-later
/// The rules of the repository, each as a function from files to what is wrong with them. Exceptions stand in the
/// .cpp files only, each with its reason on the same line.
#pragma once

#include "tests/guards/tree.h"

namespace guards {

/// A file includes only its own folder and lower ones; a page never includes another page.
Problems upwardIncludes(const Tree& tree);
/// Qt stays in ui/, app/gui_main.cpp and the tests of ui/; Qt Charts stays in ui/charts.
Problems strayQt(const Tree& tree);
/// oneTBB is used by core/base/parallel.cpp only: blocks of fixed size, and hand-overs that the thread sanitizer sees.
Problems strayThreads(const Tree& tree);
/// Quoted includes start at the root of the repository and exist.
Problems brokenIncludes(const Tree& tree);
/// x.cpp includes x.h before anything else, which is what proves that x.h stands alone.
Problems ownHeaderNotFirst(const Tree& tree);

/// Lines per file.
Problems longFiles(const Tree& tree);
/// One line of catalogue.def <-> one file <-> one test.
Problems brokenCatalogues(const Tree& tree);
/// The first line of a source names its licence (the second one after #!).
Problems missingLicence(const Tree& tree);
/// No path of one machine, no package registry, no note of unfinished work.
Problems foreignWords(const Tree& tree);
/// Every .json parses.
Problems brokenJson(const Tree& tree);

} // namespace guards
