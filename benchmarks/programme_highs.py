"""HiGHS in a process of its own: it cannot be imported beside OR-Tools. Reads a programme, says its bound as JSON.

Run as `python -m benchmarks.programme_highs FILE.lp SECONDS [--relaxed]`. With `--relaxed` everything may be broken
into parts: that bounds what cannot, and is all there is time for in a large year.
"""

import json
import sys
import time

import highspy


def main() -> int:
    """Solve the programme in a file for some seconds."""
    path, seconds, relaxed = sys.argv[1], float(sys.argv[2]), "--relaxed" in sys.argv[3:]
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("time_limit", seconds)
    if relaxed:
        highs.setOptionValue("solve_relaxation", True)
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "off")
    if highs.readModel(path) != highspy.HighsStatus.kOk:
        sys.stderr.write(f"{path} cannot be read.\n")
        return 2
    began = time.perf_counter()
    highs.run()
    info = highs.getInfo()
    solved = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    bound = (info.objective_function_value if solved else None) if relaxed else info.mip_dual_bound
    print(
        json.dumps(
            {
                "status": highs.modelStatusToString(highs.getModelStatus()),
                "bound": bound,
                "cost": info.objective_function_value,
                "has_plan": not relaxed
                and info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible,
                "seconds": round(time.perf_counter() - began, 1),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
