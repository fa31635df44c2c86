import { runInNewContext } from 'node:vm'
import fastify from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiReference } from './api-reference.ts'

type Component = (props: object) => Element
interface Element {
  type: unknown
  props: object
  children: unknown[]
}
interface Options {
  plugins: ((system: object) => { wrapComponents: Record<string, (original: unknown) => Component> })[]
  requestInterceptor(request: object): object
}

/** Runs the script of the page without a browser. */
describe('script of the API reference', () => {
  let options: Options
  let wrapped: Record<string, Component>
  const classes: string[] = []

  beforeAll(async () => {
    const app = fastify()
    await app.register(apiReference)
    const { body } = await app.inject('/docs/api/start.js')
    await app.close()
    const classList = { toggle: (name: string, isOn: boolean) => isOn && classes.push(name) }
    runInNewContext(body, {
      matchMedia: (query: string) => ({ matches: query.includes('dark'), addEventListener: () => {} }),
      document: { documentElement: { classList } },
      SwaggerUIBundle: (given: Options) => {
        options = given
      },
    })
    const createElement = (type: unknown, props: object, ...children: unknown[]) => ({
      type,
      props,
      children,
    })
    const [plugin] = options.plugins
    const { wrapComponents } = plugin?.({ React: { createElement, Fragment: 'fragment' } }) ?? {}
    wrapped = Object.fromEntries(
      Object.entries(wrapComponents ?? {}).map(([name, wrap]) => [name, wrap(`original ${name}`)]),
    )
  })

  it('follows the colour scheme of the system', () => {
    expect(classes).toEqual(['dark-mode'])
  })

  const render = (source: string | undefined) => {
    const path = ['paths', '/flows', 'post', 'x-codeSamples', 0, 'source']
    const getIn = (given: unknown) => (JSON.stringify(given) === JSON.stringify(path) ? source : undefined)
    const specSelectors = { specJson: () => ({ getIn }) }
    const props = { path: '/flows', method: 'post', specSelectors, getComponent: (name: string) => name }
    return wrapped.responses?.(props)
  }

  it('shows the sample of an operation, with a button to copy it, above the answers', () => {
    const { children = [] } = render('curl …') ?? {}
    const [title, sample, responses] = children as Element[]
    expect(title?.children).toMatchObject([{ type: 'h4', children: ['Sample'] }])
    expect(sample?.children).toMatchObject([
      { type: 'HighlightCode', props: { language: 'bash', canCopy: true }, children: ['curl …'] },
    ])
    expect(responses).toMatchObject({ type: 'original responses', props: { path: '/flows', method: 'post' } })
  })

  it('shows only the answers of an operation without a sample', () => {
    expect(render(undefined)).toMatchObject({ type: 'original responses', children: [] })
  })

  it('fills in the examples of all parameters except optional query parameters', () => {
    const shownExample = (parameter: object) => {
      const rawParam = new Map(Object.entries(parameter))
      const parameterWithMetaByIdentity = () => ({ example: 1, delete: () => ({}) })
      const row = wrapped.parameterRow?.({ rawParam, specSelectors: { parameterWithMetaByIdentity } })
      const props = row?.props as
        | Record<'specSelectors', { parameterWithMetaByIdentity(): object }>
        | undefined
      return props?.specSelectors.parameterWithMetaByIdentity()
    }
    expect(shownExample({ in: 'path', required: true })).toHaveProperty('example')
    expect(shownExample({ in: 'header' })).toHaveProperty('example')
    expect(shownExample({ in: 'query', required: true })).toHaveProperty('example')
    expect(shownExample({ in: 'query' })).not.toHaveProperty('example')
  })

  it('sends a content type with every POST, because requests with a session need it', () => {
    const intercept = (method: string, headers = {}) => options.requestInterceptor({ method, headers })
    expect(intercept('POST')).toEqual({ method: 'POST', headers: { 'Content-Type': 'application/json' } })
    expect(intercept('POST', { 'Content-Type': 'text/plain' })).toMatchObject({
      headers: { 'Content-Type': 'text/plain' },
    })
    expect(intercept('DELETE')).toEqual({ method: 'DELETE', headers: {} })
  })
})
