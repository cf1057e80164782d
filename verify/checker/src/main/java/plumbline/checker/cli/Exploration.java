package plumbline.checker.cli;

import plumbline.checker.explore.Execution;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.explore.Report;

/** {@link plumbline.checker.explore.Explorer#explore}, or in tests what stands in for it. */
@FunctionalInterface
interface Exploration {
    Report explore(Options options, Execution execution, Progress progress);
}
