// Closing line that CI reads: "N passed, N failed, N skipped". With DAYBOOK_CI=1 a skipped test fails the run:
// a suite that quietly leaves tests out proves nothing.
module.exports = class Summary {
  #skipped = [];

  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    this.#skipped = results.testResults.flatMap((file) =>
      file.testResults
        .filter((test) => test.status === 'pending' || test.status === 'todo')
        .map((test) => `${test.fullName} (${file.testFilePath})`),
    );
    for (const name of this.#skipped) process.stderr.write(`skipped: ${name}\n`);
    // Jest prints a summary of its own after this hook: the closing line waits for the exit.
    const line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`;
    process.once('exit', () => process.stdout.write(`\n${line}\n`));
  }

  getLastError() {
    if (process.env.DAYBOOK_CI !== '1' || this.#skipped.length === 0) return undefined;
    return new Error(`${this.#skipped.length} test(s) skipped, and this run allows none.`);
  }
};
