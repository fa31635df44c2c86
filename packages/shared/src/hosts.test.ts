import { describe, expect, it } from 'vitest'
import { catalog } from './catalog/index.ts'
import { hosts as hostsField } from './fields.ts'
import { parseHosts } from './hosts.ts'

const field = hostsField({ label: 'Hosts' })

describe('a field for several hosts', () => {
  it.each([
    ['db.example.com', 'db.example.com'],
    ['DB1.example.com:27018, db2.example.com', 'db1.example.com:27018,db2.example.com'],
    ['a:1 b:2\nc:3;d', 'a:1,b:2,c:3,d'],
    [' ,a, ', 'a'],
    ['10.0.0.1:9092,[2001:db8::1]:9092,[::1]', '10.0.0.1:9092,[2001:db8::1]:9092,[::1]'],
  ])('accepts %j', (input, value) => expect(field.parse(input)).toBe(value))

  it.each([
    '',
    ' , ',
    'mongodb://a',
    'a:0',
    'a:65536',
    'a:1:2',
    'a:b',
    '2001:db8::1',
    'ada@a:1',
    'a/b',
    'a,-b',
    Array(51).fill('a').join(','),
    'a'.repeat(50_000),
  ])('refuses %j', (input) => expect(field.safeParse(input).success).toBe(false))

  it('says what to enter', () => {
    expect(field.safeParse('mongodb://a').error?.issues[0]?.message).toBe(
      'Enter at most 50 hosts such as db1.example.com:27017, separated by commas',
    )
    const { brokers } = catalog.kafka.methods.brokers.fields.shape
    expect(brokers.safeParse('a:9092,b').error?.issues[0]?.message).toBe(
      'Enter every broker with its port, for example kafka1.example.com:9092',
    )
  })

  it('gives hosts without a port the default one', () => {
    expect(parseHosts('a:1,[::1],c', 27017)).toEqual([
      { host: 'a', port: 1 },
      { host: '[::1]', port: 27017 },
      { host: 'c', port: 27017 },
    ])
  })
})
