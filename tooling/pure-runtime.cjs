// The runtime of tests of packages that do no I/O: what such a package or its tests import of the file system, the
// network or processes is refused. Jest's own modules, which share the sandbox, keep what they need.
const JestRuntime = require('jest-runtime').default;

const denied =
  /^(?:node:)?(?:fs|fs\/promises|net|tls|dns|dns\/promises|dgram|http|http2|https|child_process|cluster|worker_threads|repl)$/;

module.exports = class PureRuntime extends JestRuntime {
  constructor(...args) {
    super(...args);
    const loader = this.esmLoader;
    const resolveModule = loader.resolveModule.bind(loader);
    loader.resolveModule = async (specifier, importer, context) => {
      if (denied.test(specifier) && !importer.includes('node_modules')) {
        throw new Error(`this package does no I/O: ${specifier} is denied to it and to its tests`);
      }
      return resolveModule(specifier, importer, context);
    };
  }
};
