// Closing line that CI reads: "N passed, N failed, N skipped".
module.exports = class Summary {
  onRunComplete(_contexts, r) {
    // Jest prints a summary of its own after this hook: the closing line waits for the exit.
    const line = `${r.numPassedTests} passed, ${r.numFailedTests + r.numRuntimeErrorTestSuites} failed, ${r.numPendingTests + r.numTodoTests} skipped`;
    process.once('exit', () => process.stdout.write(`\n${line}\n`));
  }
};
