import { describe, expect, it } from 'vitest'
import { inSections, searchComponents } from './component-search.ts'

const component = (title: string, more: object = {}) => ({
  title,
  description: 'Something',
  category: 'database',
  aliases: [] as string[],
  credentialCount: 0,
  lastChangedAt: null as string | null,
  ...more,
})
const postgres = component('PostgreSQL', { aliases: ['postgres', 'pg', 'sql'] })
const mysql = component('MySQL and MariaDB', { aliases: ['sql'] })
const sqlserver = component('SQL Server')
const sheets = component('Google Sheets', { category: 'generic', description: 'Tables, such as SQL has' })
const all = [postgres, mysql, sqlserver, sheets]
const found = (search: string) => searchComponents(all, search).map(({ title }) => title)

describe('the search for components', () => {
  it('finds by the beginning of any word of title, alias, description and category', () => {
    expect(found('pg')).toEqual(['PostgreSQL'])
    expect(found('Maria')).toEqual(['MySQL and MariaDB'])
    expect(found('databases')).toEqual(['PostgreSQL', 'MySQL and MariaDB', 'SQL Server'])
    expect(found('ostgres')).toEqual([])
  })
  it('puts titles before aliases before descriptions', () => {
    expect(found('sql')).toEqual(['SQL Server', 'PostgreSQL', 'MySQL and MariaDB', 'Google Sheets'])
  })
  it('wants every word, in any order', () => {
    expect(found('sheets  google ')).toEqual(['Google Sheets'])
    expect(found('google docs')).toEqual([])
  })
  it('finds everything without words', () => expect(found(' ')).toHaveLength(4))
})

it('shows what has credentials first, the last changed at the top, and the rest by category', () => {
  const used = { ...mysql, credentialCount: 1, lastChangedAt: '2026-11-01' }
  const recent = { ...sqlserver, credentialCount: 2, lastChangedAt: '2026-11-02' }
  const sections = inSections([postgres, used, recent, sheets])
  expect(sections.map(({ title, components }) => [title, ...components.map((one) => one.title)])).toEqual([
    ['With credentials', 'SQL Server', 'MySQL and MariaDB'],
    ['Any application', 'Google Sheets'],
    ['Databases', 'PostgreSQL'],
  ])
})
