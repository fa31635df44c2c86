import { expect, it } from 'vitest'
import { catalog } from './catalog/index.ts'
import type { Component } from './component.ts'
import { missingScopes } from './scopes.ts'

it('returns the scopes that were not granted', () => {
  expect(missingScopes(['read', 'write', 'odd'], ['read'], undefined)).toEqual(['write', 'odd'])
  expect(missingScopes(['read'], ['read', 'write'], undefined)).toEqual([])
})

it('returns nothing if none are needed, or if the granted scopes are unknown', () => {
  expect(missingScopes(undefined, ['read'], undefined)).toEqual([])
  expect(missingScopes(['read'], null, undefined)).toEqual([])
  expect(missingScopes(['read'], [], undefined)).toEqual([])
})

it('returns no scope that providers grant without reporting it', () => {
  expect(missingScopes(['openid', 'offline_access', 'files'], ['Mail.Read'], undefined)).toEqual(['files'])
})

it.each([
  ['user', 'user:email'],
  ['user', 'read:user'],
  ['admin:org', 'write:org'],
  ['write:org', 'read:org'],
  ['write_products', 'read_products'],
  ['https://graph.microsoft.com/Mail.Read', 'mail.read'],
])('counts a scope as granted if a wider one was granted: %s includes %s', (granted, needed) => {
  expect(missingScopes([needed], [granted], undefined)).toEqual([])
})

it.each([
  ['user:email', 'user'],
  ['read:org', 'write:org'],
  ['read_products', 'write_products'],
  ['chat:write', 'chat:read'],
  ['users:read', 'users:read.email'],
])('counts a scope as missing if only %s was granted: %s', (granted, needed) => {
  expect(missingScopes([needed], [granted], undefined)).toEqual([needed])
})

const components: Record<string, Component> = catalog
const AUTH = 'https://www.googleapis.com/auth/'

it.each([
  ['github', 'repo', 'public_repo'],
  ['github', 'repo', 'repo_deployment'],
  ['github', 'repo', 'security_events'],
  ['github', 'admin:org', 'read:org'],
  ['github', 'admin:org', 'manage_runners:org'],
  ['github', 'admin:repo_hook', 'read:repo_hook'],
  ['github', 'project', 'read:project'],
  ['gitlab', 'api', 'read_api'],
  ['gitlab', 'api', 'read_user'],
  ['gitlab', 'api', 'read_repository'],
  ['gitlab', 'api', 'write_registry'],
  ['gitlab', 'write_registry', 'read_registry'],
  ['google-drive', `${AUTH}drive`, `${AUTH}drive.file`],
  ['google-drive', `${AUTH}drive`, `${AUTH}drive.metadata.readonly`],
  ['google-sheets', `${AUTH}drive`, `${AUTH}spreadsheets.readonly`],
  ['google-sheets', `${AUTH}spreadsheets`, `${AUTH}spreadsheets.readonly`],
  ['google-calendar', `${AUTH}calendar`, `${AUTH}calendar.events.readonly`],
  ['gmail', 'https://mail.google.com/', `${AUTH}gmail.send`],
  ['google-bigquery', `${AUTH}cloud-platform`, `${AUTH}devstorage.read_only`],
  ['outlook', 'Mail.ReadWrite', 'Mail.Read'],
  ['outlook', 'mail.readwrite.shared', 'https://graph.microsoft.com/Mail.Read'],
  ['onedrive', 'Files.ReadWrite.All', 'Files.Read'],
  ['sharepoint', 'Sites.FullControl.All', 'Sites.Read.All'],
  ['salesforce', 'full', 'chatter_api'],
])('counts what %s documents as included, also indirectly: %s includes %s', (id, wider, narrower) => {
  const includes = components[id]?.scopeIncludes
  expect(missingScopes([narrower], [wider], includes)).toEqual([])
  expect(missingScopes([wider], [narrower], includes)).toEqual([wider])
})

it.each([
  ['gmail', 'https://mail.google.com/', `${AUTH}gmail.settings.basic`],
  ['google-drive', `${AUTH}drive`, `${AUTH}drive.appdata`],
  ['outlook', 'Mail.ReadWrite', 'Calendars.Read'],
  ['onedrive', 'Files.ReadWrite.AppFolder', 'Files.Read'],
  ['salesforce', 'full', 'refresh_token'],
  ['gitlab', 'read_api', 'write_repository'],
])('does not count more: for %s, %s does not include %s', (id, granted, needed) => {
  expect(missingScopes([needed], [granted], components[id]?.scopeIncludes)).toEqual([needed])
})

it('replaces * with the same text, and ends for rules that refer to each other', () => {
  expect(missingScopes(['a.low', 'b.low'], ['a.high'], { '*.high': ['*.low'] })).toEqual(['b.low'])
  expect(missingScopes(['c'], ['a'], { a: ['b'], b: ['a'] })).toEqual(['c'])
  expect(missingScopes(['c'], ['a'], { '*': ['*x'] })).toEqual(['c'])
})
