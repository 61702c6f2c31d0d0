// Runs a question's test cases and judges them here: what is expected never reaches the program that is tested.
const RESTARTS = 3, CASE_SECONDS = 5, CLOSE = 1e-9;
const FATAL = ["too_long", "failed", "gone"];

/** cases: [{name, function, args, stdin, expected}]; `on` is told each verdict. Resolves with all verdicts, in order. */
export async function runCases(runner, job, cases, on = () => {}) {
  const verdicts = cases.map(() => null);
  const settle = (index, result) => { verdicts[index] = { index, ...verdict(cases[index], result) }; on(verdicts[index]); };
  for (let round = 0; round <= RESTARTS && verdicts.includes(null); round += 1) {
    const left = cases.map(({ function: name, args, stdin }, index) => ({ index, function: name, args, stdin })).filter(({ index }) => !verdicts[index]);
    const end = await runner.start({ ...job, seconds: CASE_SECONDS, cases: left }, (event) => {
      if (event.type === "case" && verdicts[event.index] === null) settle(event.index, event);
    });
    if (FATAL.includes(end.error) && verdicts[end.index ?? left[0].index] === null) settle(end.index ?? left[0].index, { error: end.error, ended: end.error });
    else if (end.error) break;                             // stopped, or it cannot run here at all
  }
  return verdicts.map((one, index) => one ?? { index, passed: false, outcome: "not_run", got: "", output: "", seconds: 0 });
}

/** outcome: passed, different, error, too_long, no_function, not_run. */
function verdict(one, { value, error = "", hint = "", output = "", seconds = 0, ended = "" }) {
  const told = { output: output.slice(0, 2000), seconds };
  if (ended) return { passed: false, outcome: ended === "too_long" ? "too_long" : "error", got: "", ...told };
  if (error) return { passed: false, outcome: hint === "no_function" ? "no_function" : "error", got: lastLine(error), ...told };
  const passed = one.function ? same(value, one.expected) : tidy(output) === tidy(one.expected);
  return { passed, outcome: passed ? "passed" : "different", got: one.function ? brief(value) : output.slice(0, 400), ...told };
}

const lastLine = (error) => error.trimEnd().split("\n").at(-1).slice(0, 400);
export const brief = (value) => (JSON.stringify(value) ?? "null").slice(0, 400);
const tidy = (text) => String(text ?? "").split("\n").map((line) => line.trimEnd()).join("\n").trimEnd();

/** Equal as JSON is, numbers to nine digits, keys in any order. */
function same(one, other) {
  if (typeof one === "number" && typeof other === "number") return one === other || Math.abs(one - other) <= CLOSE * Math.max(1, Math.abs(one), Math.abs(other));
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]));
}

/** How a call is written: first_unique("swiss"). */
export const callText = ({ function: name, args }) => `${name}(${args.map(brief).join(", ")})`;
