// Bundles the server into a few files. Without this, Node would read and strip 1,400 source files at every start.
// Native packages, and packages that are loaded at the first use, are not bundled.
const INSTALLED = [
  '@nats-io/nats-core',
  '@node-rs/argon2',
  '@opentelemetry/api',
  '@opentelemetry/context-async-hooks',
  '@opentelemetry/core',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-trace',
  '@platformatic/kafka',
  'amqplib',
  'better-sqlite3',
  'imapflow',
  'ioredis',
  'ldapts',
  'mongodb',
  'mqtt-packet',
  'mysql2',
  'nodemailer',
  'pg',
  'ssh2',
  'swagger-ui-dist',
  'tedious',
]

export default {
  build: {
    ssr: true,
    license: { fileName: 'THIRD-PARTY-NOTICES.md' },
    target: 'node22',
    // Not minified, so that stack frames in the log can be found in the code.
    minify: false,
    rolldownOptions: {
      input: {
        main: 'src/main.ts',
        stepkey: 'src/edge/cli/stepkey.ts',
        // In the same folder as the files that start it.
        'import.worker': 'src/domains/component-import/import.worker.ts',
        'ssh-key.worker': 'src/domains/verification/drivers/ssh-key.worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: INSTALLED },
}
