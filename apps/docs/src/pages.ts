/** The groups of the navigation, with the files of their pages in order. */
export const GROUPS: readonly { title: string; files: readonly string[] }[] = [
  { title: 'Start', files: ['index.md', 'tutorial.md', 'concepts.md', 'rotation.md', 'notices.md'] },
  {
    title: 'For programs',
    files: [
      'using-the-api.md',
      'problems.md',
      'webhooks.md',
      'embedding.md',
      'branding.md',
      'oauth.md',
      'own-components.md',
      'components.md',
    ],
  },
  { title: 'For operators', files: ['configuration.md', 'operations.md', 'security.md', 'performance.md'] },
  { title: 'The project', files: ['architecture.md', 'decisions/index.md', '../CHANGELOG.md'] },
]

/** Returns the path of a page below `/docs`: `tutorial` for `tutorial.md`, `decisions` for `decisions/index.md`. */
export const pathOf = (file: string): string =>
  file
    .replace(/^\.\.\//, '')
    .replace(/\.md$/, '')
    .replace(/(^|\/)index$/, '')
    .toLowerCase()
