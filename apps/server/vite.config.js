// Puts the server into a few files: from its sources, Node would find, read and strip 1,400 of them at every start.
// What is native, or is loaded only when first used, stays as it was installed.
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
  'digest-fetch',
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
    target: 'node22',
    // The log names places in the code: they are to be found again.
    minify: false,
    rolldownOptions: {
      input: {
        main: 'src/main.ts',
        stepkey: 'src/edge/cli/stepkey.ts',
        // Beside whoever starts it.
        'ssh-key.worker': 'src/domains/verification/drivers/ssh-key.worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: INSTALLED },
}
