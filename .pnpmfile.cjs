// Runs before every pnpm command of this repository.
// 1. node-gyp takes the headers that came with the running Node (tarball, nvm, brew and deb all ship them)
//    instead of downloading them from nodejs.org.
// 2. The SQLCipher amalgamation is one 9 MB C file: -O2 instead of node-gyp's -O3 halves the compile.
// 3. A missing tool is named up front, before a page of gyp output.
const { existsSync } = require('node:fs');
const { delimiter, dirname, join } = require('node:path');

const prefix = dirname(dirname(process.execPath));
const env = { JOBS: 'max', CFLAGS: '-O2 -w', CXXFLAGS: '-O1 -w' };
if (!process.env.npm_config_nodedir && existsSync(join(prefix, 'include', 'node', 'node_api.h'))) {
  env.npm_config_nodedir = prefix;
}
const onPath = (tool) => (process.env.PATH ?? '').split(delimiter).some((dir) => existsSync(join(dir, tool)));

module.exports = {
  hooks: {
    updateConfig(config) {
      const missing =
        process.platform === 'win32' ? [] : ['make', 'g++', 'python3'].filter((tool) => !onPath(tool));
      if (missing.length > 0) {
        console.error(
          `setup: ${missing.join(', ')} not found; the SQLCipher addon cannot be compiled.\n` +
            'setup: Debian/Ubuntu: sudo apt-get install -y build-essential python3 libssl-dev\n' +
            'setup: macOS: xcode-select --install',
        );
      }
      config.extraEnv = { ...config.extraEnv, ...env };
      return config;
    },
  },
};
