// Jest's order of test files: those that start processes, servers and browsers first, so that the last minute of the
// tests has more than one of them to work on. Jest knows what took long only where it ran before.
const { statSync } = require('node:fs');

const slow = /\/(?:crash|end-to-end|engine|integration|command-line|pdf)\//;

const bySlowness = (one, other) =>
  Number(slow.test(other.path)) - Number(slow.test(one.path)) || other.size - one.size;

module.exports = class SlowFirst {
  sort(tests) {
    return tests
      .map((test) => ({ test, path: test.path, size: statSync(test.path).size }))
      .sort(bySlowness)
      .map(({ test }) => test);
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
