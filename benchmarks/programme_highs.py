"""HiGHS in a process of its own: it cannot be imported beside OR-Tools. Reads a programme, says its bound as JSON.

Run as `python -m benchmarks.programme_highs FILE.lp SECONDS`.
"""

import json
import sys
import time

import highspy


def main() -> int:
    """Solve the programme in a file for some seconds."""
    path, seconds = sys.argv[1], float(sys.argv[2])
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("time_limit", seconds)
    if highs.readModel(path) != highspy.HighsStatus.kOk:
        sys.stderr.write(f"{path} cannot be read.\n")
        return 2
    began = time.perf_counter()
    highs.run()
    info = highs.getInfo()
    print(
        json.dumps(
            {
                "status": highs.modelStatusToString(highs.getModelStatus()),
                "bound": info.mip_dual_bound,
                "cost": info.objective_function_value,
                "has_plan": info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible,
                "seconds": round(time.perf_counter() - began, 1),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
