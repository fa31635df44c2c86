import { defineConfig } from '@playwright/test'
import { launchOptions } from './browser.ts'

export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/journeys',
  // A test that passes only on retry hides a bug.
  retries: 0,
  // Each worker has its own browser and server.
  workers: 2,
  // Only against hanging: on a busy machine everything can take ten times longer.
  timeout: 10 * 60_000,
  expect: { timeout: 60_000 },
  use: {
    actionTimeout: 60_000,
    launchOptions: await launchOptions(),
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
  },
})
