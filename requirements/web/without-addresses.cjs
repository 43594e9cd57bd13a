// Takes out of the lock of the pages' styles where their makers may be given money: a lock names no host.
const fs = require("fs")
const path = require("path")

const file = path.join(__dirname, "package-lock.json")
const lock = JSON.parse(fs.readFileSync(file))
for (const each of Object.values(lock.packages)) delete each.funding
fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n")
