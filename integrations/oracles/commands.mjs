// Reads the commands that assay prints for CI systems with the systems' own
// libraries, and writes them again: the bytes must be the same.
// usage: node commands.mjs github|azure FILE…
import fs from 'node:fs'
import process from 'node:process'
import * as core from '@actions/core'
import * as tcm from 'azure-pipelines-task-lib/taskcommand.js'

const unescapeData = (s) => s.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
const unescapeProperty = (s) => unescapeData(s.replaceAll('%3A', ':').replaceAll('%2C', ','))

function printed(f) {
  let text = ''
  const write = process.stdout.write
  process.stdout.write = (s) => { text += s; return true }
  try { f() } finally { process.stdout.write = write }
  return text.trimEnd()
}

// github parses ::LEVEL PROPERTIES::MESSAGE as the runner does.
function github(line) {
  const [, level, list, message] = line.match(/^::(error|warning|notice)(?: (.*?))?::(.*)$/)
  const p = Object.fromEntries((list ?? '').split(',').filter(Boolean).map((e) => [e.slice(0, e.indexOf('=')), unescapeProperty(e.slice(e.indexOf('=') + 1))]))
  return printed(() => core[level](unescapeData(message), { title: p.title, file: p.file, startLine: p.line, endLine: p.endLine, startColumn: p.col }))
}

const azure = (line) => tcm.commandFromString(line).toString()

// commands are the lines of a log that the system takes for commands.
function commands(system, text) {
  const lines = text.split('\n')
  if (system === 'azure') return lines.filter((l) => l.includes('##'))
  const stop = lines.findIndex((l) => l.startsWith('::stop-commands::'))
  const token = `::${lines[stop].slice('::stop-commands::'.length)}::`
  const start = lines.indexOf(token, stop + 1)
  if (stop < 0 || start < 0) throw new Error('commands are not stopped and started again')
  return [...lines.slice(0, stop), ...lines.slice(start + 1)].filter(Boolean)
}

const [system, ...files] = process.argv.slice(2)
let read = 0
for (const file of files) {
  for (const line of commands(system, fs.readFileSync(file, 'utf8'))) {
    const again = { github, azure }[system](line)
    if (again !== line) {
      console.error(`${file}: the system's own library writes\n${again}\nand assay\n${line}`)
      process.exitCode = 1
    }
    read++
  }
}
console.log(`${read} commands`)
