import { describe, expect, it } from 'vitest'
import { iconProblem, imageOf } from './icon.ts'

const svg = (text: string) => `data:image/svg+xml;base64,${btoa(text)}`
const PNG = btoa('\x89PNG\r\n\x1a\n and more')

describe('an icon', () => {
  it.each([
    'petstore',
    `data:image/png;base64,${PNG}`,
    svg(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z" fill="url(#g)"/></svg>',
    ),
    svg('<?xml version="1.0"?><!-- made by a tool --><svg><style>.a{fill:#fff}</style><g class="a"/></svg>'),
  ])('can be %s', (icon) => {
    expect(iconProblem(icon)).toBeUndefined()
  })

  it.each([
    ['a path', '../../etc/passwd', 'name of an icon'],
    ['a URL', 'https://evil.example/x.png', 'name of an icon'],
    ['HTML', `data:text/html;base64,${btoa('<script>1</script>')}`, 'PNG or SVG'],
    ['an image without base64', 'data:image/svg+xml,<svg/>', 'PNG or SVG'],
    ['a JPEG that claims to be a PNG', `data:image/png;base64,${btoa('\xff\xd8')}`, 'not a PNG'],
    ['a text that claims to be an SVG', svg('hello'), 'not an SVG'],
    ['an SVG with a script', svg('<svg><script>alert(1)</script></svg>'), 'elements'],
    ['an SVG with a script in another namespace', svg('<svg><x:script>1</x:script></svg>'), 'elements'],
    ['an SVG with an event handler', svg('<svg onload="alert(1)"></svg>'), 'event handlers'],
    ['an SVG with an event handler after a slash', svg('<svg><g/onclick=alert(1)></svg>'), 'event handlers'],
    ['an SVG with HTML', svg('<svg><foreignObject><body/></foreignObject></svg>'), 'elements'],
    ['an SVG with a link', svg('<svg><g xlink:href="https://evil.example"/></svg>'), 'links'],
    ['an SVG with an entity', svg('<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>'), 'document type'],
    [
      'an SVG with an image from elsewhere',
      svg('<svg><g fill="url(https://evil.example/x)"/></svg>'),
      'styles',
    ],
    [
      'an SVG with styles from elsewhere',
      svg('<svg><style>@import "https://evil.example";</style></svg>'),
      'styles',
    ],
    ['an SVG with a style sheet', svg('<?xml-stylesheet href="x"?><svg/>'), ''],
  ])('can’t be %s', (_, icon, reason) => {
    expect(iconProblem(icon)).toContain(reason)
  })

  it('is decoded with its type', () => {
    expect(imageOf(svg('<svg/>'))).toEqual({ type: 'image/svg+xml', bytes: '<svg/>' })
    expect(imageOf('petstore')).toBeUndefined()
  })
})
