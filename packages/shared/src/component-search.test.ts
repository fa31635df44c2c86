import { describe, expect, it } from 'vitest'
import { groupIntoSections, searchComponents } from './component-search.ts'

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
const titles = (search: string) => searchComponents(all, search).map(({ title }) => title)

describe('searchComponents', () => {
  it('matches the beginning of any word of title, alias, description and category', () => {
    expect(titles('pg')).toEqual(['PostgreSQL'])
    expect(titles('Maria')).toEqual(['MySQL and MariaDB'])
    expect(titles('databases')).toEqual(['PostgreSQL', 'MySQL and MariaDB', 'SQL Server'])
    expect(titles('ostgres')).toEqual([])
  })
  it('ranks titles before aliases, and aliases before descriptions', () => {
    expect(titles('sql')).toEqual(['SQL Server', 'PostgreSQL', 'MySQL and MariaDB', 'Google Sheets'])
  })
  it('requires every search word, in any order', () => {
    expect(titles('sheets  google ')).toEqual(['Google Sheets'])
    expect(titles('google docs')).toEqual([])
  })
  it('returns all components for an empty search', () => expect(titles(' ')).toHaveLength(4))
})

it('lists components with credentials first, by last change, and the others by category', () => {
  const used = { ...mysql, credentialCount: 1, lastChangedAt: '2026-11-01' }
  const recent = { ...sqlserver, credentialCount: 2, lastChangedAt: '2026-11-02' }
  const sections = groupIntoSections([postgres, used, recent, sheets])
  expect(
    sections.map(({ title, components }) => [title, ...components.map(({ title: name }) => name)]),
  ).toEqual([
    ['With credentials', 'SQL Server', 'MySQL and MariaDB'],
    ['Any application', 'Google Sheets'],
    ['Databases', 'PostgreSQL'],
  ])
})
