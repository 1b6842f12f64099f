# Brings up the todo app in its hardened container under Docker Desktop on Windows, and proves how it runs.
#
#   powershell -NoProfile -ExecutionPolicy Bypass -File deployment-scripts\deploy-windows.ps1 [ACTION] [OPTIONS]
#
# The thin twin of deploy-windows.sh: the same calls in the same order, the same exit codes; it reads the same tables
# (lib\desktop_versions.txt, lib\desktop_remedies.txt). For Windows PowerShell 5.1 and PowerShell 7.
#
# THIS FILE WAS NEVER RUN: there was no PowerShell where it was written. Tests compare its tables with the shell's, and look
# at its characters, braces and syntax that 5.1 does not know; a grammar (tree-sitter-powershell 0.26.4) parsed it once.
# deploy-windows.sh (Git Bash, WSL2) has been run with stand-ins. Where the two differ, this one is wrong.

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
# 7.4 could turn every exit code into an exception.
$PSNativeCommandUseErrorActionPreference = $false

$Library = Join-Path $PSScriptRoot 'lib'
$Project = Split-Path -Parent $PSScriptRoot
$Caller = (Get-Location).ProviderPath
$Script = 'deployment-scripts\deploy-windows.ps1'
$State = Join-Path $HOME '.local\state\taut-desktop'
$Image = 'taut/todo:dev'
$ImageBefore = 'taut/todo:previous'
$ComposeProject = 'taut-todo'

$ExitCodes = @{
    usage = 2; locked = 3; platform = 4; account = 5; packages = 6; kernel = 7; subids = 8; runtime = 9; daemon = 10
    project = 11; port = 12; image = 13; start = 14; verify = 15; data = 16; interrupted = 130
}
$Actions = @{ up = ''; check = ''; status = ''; backup = 'FILE'; restore = 'FILE'; down = ''; stop = ''; uninstall = '' }
$Options = @{
    '--port' = 'N'; '--image' = 'FILE'; '--start' = ''; '--volume' = ''; '--engine-anyway' = ''; '--doctor' = ''
    '--purge' = ''; '--dry-run' = ''; '--no-install' = ''; '--yes' = ''; '--verbose' = ''; '--help' = ''
}

# --- what it says ----------------------------------------------------------------------------------------------------
$Changes = 0
function Say($Word, $Topic, $Text) { Write-Host ('{0,-8} {1,-16} {2}' -f $Word, $Topic, $Text) }
function Change($Topic, $Text, $Work) {
    $script:Changes = $script:Changes + 1
    if ($script:Given['--dry-run']) { Say 'would' $Topic $Text; return }
    & $Work
    Say 'changed' $Topic $Text
}
function Fail($Kind, $Topic, $Found, $Mend) {
    Say 'FAILED' $Topic $Found
    if ($Mend) { Write-Host ((' ' * 26) + $Mend) }
    Close-Lock
    if ($Kind -is [int]) { exit $Kind }
    exit $ExitCodes[$Kind]
}
function Refuse($Topic, $Found, $Mend) {
    if ($script:Given['--engine-anyway']) { Say 'WARN' $Topic ($Found + ' (--engine-anyway)'); return }
    Fail 'daemon' $Topic $Found ($Mend + '; or go on all the same: --engine-anyway')
}

# --- the command line ------------------------------------------------------------------------------------------------
$Action = 'up'
$ActionFile = ''
$Given = @{}
foreach ($Name in $Options.Keys) { $Given[$Name] = $false }

function Complete-Path($Path) {
    if ([IO.Path]::IsPathRooted($Path)) { return $Path }
    return (Join-Path $Caller $Path)
}
function Show-Help {
    Write-Host "Usage: $Script [ACTION] [OPTIONS]"
    Write-Host 'Actions:'
    foreach ($Name in ($Actions.Keys | Sort-Object)) { Write-Host ('  ' + $Name + ' ' + $Actions[$Name]) }
    Write-Host 'Options:'
    foreach ($Name in ($Options.Keys | Sort-Object)) { Write-Host ('  ' + $Name + ' ' + $Options[$Name]) }
    Write-Host 'What each does, and the exit codes: deployment-scripts/deploy-windows.sh --help; docs/deploy-desktop.md'
}
function Read-Options($Words) {
    $ActionSeen = $false
    $At = 0
    while ($At -lt $Words.Count) {
        $Word = [string]$Words[$At]
        $Value = $null
        if ($Word -eq '-h') { $Word = '--help' }
        if ($Word.StartsWith('--') -and $Word.Contains('=')) {
            $Value = $Word.Substring($Word.IndexOf('=') + 1)
            $Word = $Word.Substring(0, $Word.IndexOf('='))
        }
        if ($Word.StartsWith('-')) {
            if (-not $Options.ContainsKey($Word)) { Fail 'usage' 'usage' "no option $Word" "see $Script --help" }
            if ($Options[$Word] -eq '') {
                if ($null -ne $Value) { Fail 'usage' 'usage' "$Word takes no argument" "see $Script --help" }
                $script:Given[$Word] = $true
            } else {
                if ($null -eq $Value) {
                    $At = $At + 1
                    if ($At -ge $Words.Count) { Fail 'usage' 'usage' "$Word needs an argument" "see $Script --help" }
                    $Value = [string]$Words[$At]
                }
                $script:Given[$Word] = $Value
            }
        } elseif (-not $ActionSeen) {
            if (-not $Actions.ContainsKey($Word)) { Fail 'usage' 'usage' "no action '$Word'" "see $Script --help" }
            $script:Action = $Word
            $ActionSeen = $true
        } elseif ($Actions[$Action] -ne '' -and $ActionFile -eq '') {
            $script:ActionFile = Complete-Path $Word
        } else {
            Fail 'usage' 'usage' "$Action takes no argument '$Word'" "see $Script --help"
        }
        $At = $At + 1
    }
    if ($Given['--help']) { Show-Help; exit 0 }
    if ($Actions[$Action] -ne '' -and $ActionFile -eq '') { Fail 'usage' 'usage' "$Action needs FILE" "see $Script --help" }
    if ($Given['--purge'] -and $Action -ne 'uninstall') { Fail 'usage' 'usage' '--purge belongs to uninstall' "see $Script --help" }
    if ($Given['--port']) {
        if ($Given['--port'] -notmatch '^[0-9]{1,5}$' -or [int]$Given['--port'] -lt 1 -or [int]$Given['--port'] -gt 65535) {
            Fail 'usage' 'usage' ('--port ' + $Given['--port'] + ': a number from 1 to 65535 is needed') "see $Script --help"
        }
    }
    if ($Action -eq 'check') { $script:Given['--dry-run'] = $true }
}

# --- calling programs ------------------------------------------------------------------------------------------------
$NativeStatus = 0
$NativeErrors = ''
# None of the functions is called docker: PowerShell would take it for the program. Its output as lines; what it writes to standard error is kept apart, and is no error by itself: docker shows progress there.
# Under 'Stop' Windows PowerShell 5.1 would end the script at the first such line.
function Invoke-Native($Program, $Arguments) {
    $Saved = $ErrorActionPreference
    $ErrorActionPreference = 'Continue'
    try {
        $Lines = @()
        $Errors = @()
        foreach ($Item in @($null | & $Program @Arguments 2>&1)) {
            if ($Item -is [Management.Automation.ErrorRecord]) { $Errors += [string]$Item } else { $Lines += [string]$Item }
        }
        $script:NativeStatus = $LASTEXITCODE
        $script:NativeErrors = $Errors -join "`n"
    } finally { $ErrorActionPreference = $Saved }
    return $Lines
}
function Invoke-Docker { return @(Invoke-Native 'docker' $args) }
function Read-Docker { return [string](@(Invoke-Native 'docker' $args) | Select-Object -First 1) }
function Invoke-Compose {
    $Words = @('compose', '--project-directory', '.', '-f', 'compose.yaml')
    if ($UseVolume) { $Words += @('-f', 'deployment-scripts/compose.volume.yaml') }
    return @(Invoke-Native 'docker' ($Words + $args))
}
# Bytes, not lines: a database. File to standard input, or standard output to file.
function Copy-Bytes($Arguments, $InputFile, $OutputFile) {
    $Start = New-Object Diagnostics.ProcessStartInfo
    $Start.FileName = 'docker'
    $Start.Arguments = $Arguments
    $Start.UseShellExecute = $false
    $Start.WorkingDirectory = $Project
    $Start.RedirectStandardInput = [bool]$InputFile
    $Start.RedirectStandardOutput = [bool]$OutputFile
    $Process = [Diagnostics.Process]::Start($Start)
    if ($InputFile) {
        $Stream = [IO.File]::OpenRead($InputFile)
        try { $Stream.CopyTo($Process.StandardInput.BaseStream) } finally { $Stream.Close(); $Process.StandardInput.Close() }
    }
    if ($OutputFile) {
        $Stream = [IO.File]::Create($OutputFile)
        try { $Process.StandardOutput.BaseStream.CopyTo($Stream) } finally { $Stream.Close() }
    }
    $Process.WaitForExit()
    return $Process.ExitCode
}
# Ends with the remedy when the text holds a failure that is known.
function Test-Remedy($Text) {
    $Flat = $Text.ToLowerInvariant().Replace("`r", ' ').Replace("`n", ' ')
    foreach ($Line in [IO.File]::ReadAllLines((Join-Path $Library 'desktop_remedies.txt'))) {
        if ($Line -eq '' -or $Line.StartsWith('#')) { continue }
        $Part = $Line.Replace('{project}', $Project).Replace('{port}', [string]$Port).Split('|')
        if ($Flat -like ('*' + $Part[0] + '*')) { Fail ([int]$Part[1]) $Part[2] $Part[3] $Part[4] }
    }
}
function Show-End($Text) {
    $Text.Split("`n") | Select-Object -Last 25 | ForEach-Object { Write-Host ('    | ' + $_) }
    Test-Remedy $Text
}

# --- small facts from one run to the next, the journal, one run at a time ---------------------------------------------
function Remember($Key, $Value) { [IO.File]::WriteAllText((Join-Path $State $Key), $Value + "`n") }
function Recall($Key) {
    $File = Join-Path $State $Key
    if (Test-Path -LiteralPath $File) { return [IO.File]::ReadAllText($File).Trim() }
    return ''
}
function Get-Journal {
    $File = Join-Path $State 'journal'
    if (Test-Path -LiteralPath $File) { return @([IO.File]::ReadAllLines($File)) }
    return @()
}
function Write-Journal($Line) {
    if (@(Get-Journal) -notcontains $Line) { [IO.File]::AppendAllText((Join-Path $State 'journal'), $Line + "`n") }
}
$HasLock = $false
function Open-Lock {
    [void][IO.Directory]::CreateDirectory($State)
    $Folder = Join-Path $State 'lock'
    try { [void](New-Item -ItemType Directory -Path $Folder -ErrorAction Stop) } catch {
        $Holder = Recall 'lock\pid'
        # The numbers of Git Bash are its own; only one of PowerShell can be looked up.
        $Stale = $Holder -match '^ps1 ([0-9]+)$' -and -not (Get-Process -Id ([int]$Matches[1]) -ErrorAction SilentlyContinue)
        if (-not $Stale) {
            Fail 'locked' 'lock' "another run ($Holder) works for this user" "wait until it has ended; if none runs, remove $Folder"
        }
    }
    $script:HasLock = $true
    Remember 'lock\pid' "ps1 $PID"
}
function Close-Lock {
    if (-not $script:HasLock) { return }
    $script:HasLock = $false
    Remove-Item -LiteralPath (Join-Path $State 'lock') -Recurse -Force
    if (@(Get-ChildItem -LiteralPath $State -Force).Count -eq 0) { Remove-Item -LiteralPath $State }
}

# --- client and engine -----------------------------------------------------------------------------------------------
function Find-Client {
    if (Get-Command docker -CommandType Application -ErrorAction SilentlyContinue) { return $true }
    foreach ($Folder in @("$env:ProgramFiles\Docker\Docker\resources\bin", "$env:LOCALAPPDATA\Programs\DockerDesktop\resources\bin")) {
        if (Test-Path -LiteralPath "$Folder\docker.exe") { $env:PATH = $env:PATH + ';' + $Folder; return $true }
    }
    return $false
}
function Find-Desktop {
    foreach ($Folder in @("$env:ProgramFiles\Docker\Docker", "$env:LOCALAPPDATA\Programs\DockerDesktop")) {
        if (Test-Path -LiteralPath "$Folder\Docker Desktop.exe") { return "$Folder\Docker Desktop.exe" }
    }
    return ''
}
function Confirm-Client {
    if (-not (Find-Client)) { Fail 'packages' 'client' 'there is no docker client' 'install Docker Desktop: https://docs.docker.com/desktop/' }
    $Version = Read-Docker compose version --short
    if ($NativeStatus -ne 0) { Fail 'packages' 'client' 'docker has no Compose' 'Docker Desktop brings it; is another docker first on PATH?' }
    Say 'ok' 'client' "Compose $Version"
}

$Engine = @('', '', '', '', '', '')
$EngineKind = ''
$Endpoint = ''
$ServerText = ''
$InfoFormat = '{{.OSType}}|{{.OperatingSystem}}|{{.Name}}|{{.KernelVersion}}|{{json .Labels}}|{{json .SecurityOptions}}'
function Hide-Login($Text) { return ($Text -replace '://[^/]*@', '://') }
function Confirm-Endpoint {
    $script:Endpoint = Read-Docker context inspect --format '{{.Endpoints.docker.Host}}'
    if ($Endpoint -match '^(npipe|unix)://') { return }
    Fail 'daemon' 'engine' ('the docker client talks to ' + (Hide-Login $Endpoint) + ', not to an engine of this machine') 'clear DOCKER_HOST and DOCKER_CONTEXT; docker context ls'
}
# Answered only when the exit code is 0 and a field is there: some clients end with 0 for a dead engine.
function Test-Engine {
    $Line = Read-Docker info --format $InfoFormat
    if ($NativeStatus -ne 0) { return $false }
    $Fields = $Line.Split([char[]]'|', 6)
    if ($Fields.Count -lt 6 -or $Fields[0] -eq '') { return $false }
    $script:Engine = $Fields
    return $true
}
function Get-EngineKind {
    if ($Engine[4].Contains('com.docker.desktop.address=') -or $Engine[1] -eq 'Docker Desktop') { return 'desktop' }
    if ($Engine[1].StartsWith('Rancher Desktop') -or $Engine[2].Contains('rancher-desktop')) { return 'rancher' }
    if ($Engine[2].StartsWith('colima')) { return 'colima' }
    if ($Engine[2].StartsWith('lima')) { return 'lima' }
    if ($Engine[1] -eq 'OrbStack' -or $Engine[2].Contains('orbstack') -or $Engine[3].Contains('orbstack')) { return 'orbstack' }
    if ($ServerText.Contains('"Name":"Podman Engine')) { return 'podman' }
    return 'unknown'
}
function Start-Engine {
    Write-Journal 'engine'
    [void](Invoke-Docker desktop --help)
    if ($NativeStatus -eq 0) {
        [void](Invoke-Docker desktop start --timeout 120)
    } else {
        $Program = Find-Desktop
        if ($Program -eq '') { Fail 'daemon' 'engine' 'Docker Desktop could not be found' 'is it installed? https://docs.docker.com/desktop/' }
        [void](Start-Process -FilePath $Program)
    }
    for ($Waited = 0; $Waited -lt 180; $Waited++) {
        if (Test-Engine) { return }
        if ($Waited % 15 -eq 14) { Write-Host "...      waiting for Docker Desktop; a first start may wait for you to accept its licence" }
        Start-Sleep -Seconds 1
    }
    Fail 'daemon' 'engine' 'the engine did not answer within 180 s' "look at Docker Desktop's window, then run this again"
}
function Confirm-Engine($MayStart) {
    Confirm-Endpoint
    if (-not (Test-Engine)) {
        Test-Remedy $NativeErrors
        if (-not ($MayStart -and $Given['--start'])) {
            Fail 'daemon' 'engine' ('no engine answers at ' + (Hide-Login $Endpoint)) "start Docker Desktop, or: $Script up --start"
        }
        Change 'engine' 'started Docker Desktop' { Start-Engine }
        if ($Given['--dry-run']) { Write-Host 'the rest shows once it runs'; Close-Lock; exit 0 }
    }
    if ($Engine[0] -eq 'windows') {
        Fail 'daemon' 'engine' 'the engine runs Windows containers; the app is a Linux program' 'docker desktop engine use linux; or in the tray menu: Switch to Linux containers'
    }
    $script:ServerText = Read-Docker version --format '{{.Server.Platform.Name}}|{{json .Server.Components}}'
    $script:EngineKind = Get-EngineKind
}
function Confirm-Desktop {
    if ($EngineKind -eq 'desktop') { Say 'ok' 'engine' ('Docker Desktop ' + (Get-DesktopVersion) + ', kernel ' + $Engine[3]) }
    else { Refuse 'engine' ("this is $EngineKind, not Docker Desktop: " + ($Engine -join '|')) 'docker context use desktop-linux' }
}

# --- versions and settings: reported, never changed -------------------------------------------------------------------
function Get-DesktopVersion {
    $Text = ''
    if ($ServerText -match '^Docker Desktop ([0-9]+(\.[0-9]+){1,3})') { $Text = $Matches[1] }
    elseif ((Find-Desktop) -ne '') { $Text = [string](Get-Item -LiteralPath (Find-Desktop)).VersionInfo.ProductVersion }
    if ($Text -match '^[0-9]+(\.[0-9]+){1,3}$') { return $Text }
    return 'unknown'
}
function Get-WslVersion {
    $env:WSL_UTF8 = '1'
    if (-not (Get-Command wsl.exe -ErrorAction SilentlyContinue)) { return 'unknown' }
    $Text = (@(Invoke-Native 'wsl.exe' @('--version')) -join ' ').Replace([string][char]0, '')
    if ($Text -match '([0-9]+(\.[0-9]+){1,3})') { return $Matches[1] }
    return 'unknown'
}
function Confirm-Versions {
    if ($EngineKind -ne 'desktop') { return }
    $Version = Get-DesktopVersion
    $Floor = @{}
    $Holes = @()
    foreach ($Line in [IO.File]::ReadAllLines((Join-Path $Library 'desktop_versions.txt'))) {
        $Part = $Line.Split('|')
        if ($Part[0] -eq 'dated') {
            $Age = ((Get-Date) - [DateTime]::ParseExact($Part[1], 'yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture)).Days
            if ($Age -gt 90) { Say 'WARN' 'versions' "the table of known holes is $Age days old and may be stale: docs.docker.com/security/security-announcements" }
        }
        if ($Part[0] -eq 'floor' -and $Part[2].Contains('windows')) { $Floor[$Part[1]] = $Part[3] }
        if ($Part[0] -eq 'fixed' -and $Part[2].Contains('windows') -and $Version -ne 'unknown' -and [Version]$Version -lt [Version]$Part[1]) {
            $Holes += ($Part[3] + ' (' + $Part[4] + '; mended in ' + $Part[1] + ')')
        }
        if ($Part[0] -eq 'wsl' -and $Engine[3].Contains('microsoft')) {
            $Wsl = Get-WslVersion
            if ($Wsl -eq 'unknown' -or [Version]$Wsl -lt [Version]$Part[1]) { Say 'WARN' 'wsl' ("WSL $Wsl; " + $Part[2] + ' needs ' + $Part[1] + ': wsl --update') }
            else { Say 'ok' 'wsl' "WSL $Wsl" }
        }
    }
    if ($Version -eq 'unknown') { Say 'WARN' 'versions' 'the version of Docker Desktop is not known, so neither are its holes'; return }
    if ([Version]$Version -lt [Version]$Floor['refuse']) { Refuse 'versions' "Docker Desktop $Version lets containers out to the host" 'update Docker Desktop' }
    elseif ([Version]$Version -lt [Version]$Floor['warn']) { Say 'WARN' 'versions' ("Docker Desktop $Version has holes that " + $Floor['warn'] + ' mends; update it') }
    else { Say 'ok' 'versions' "Docker Desktop $Version" }
    foreach ($Hole in $Holes) { Write-Host ((' ' * 26) + $Hole) }
}
function Get-Page($Url) {
    # Not through a proxy: it is this machine's loopback.
    try {
        $Request = [Net.WebRequest]::Create($Url)
        $Request.Proxy = $null
        $Request.Timeout = 5000
        $Answer = $Request.GetResponse()
        $Reader = New-Object IO.StreamReader($Answer.GetResponseStream())
        $Text = $Reader.ReadToEnd()
        $Answer.Close()
        return @{ Status = [int]$Answer.StatusCode; Text = $Text }
    } catch { return @{ Status = 0; Text = '' } }
}
function Confirm-Settings {
    if ((Get-Page 'http://127.0.0.1:2375/_ping').Text -eq 'OK') {
        Refuse 'settings' "the engine's API is open without a password at 127.0.0.1:2375" "Docker Desktop > Settings > General: switch off 'Expose daemon on tcp://localhost:2375'"
    }
    if ($Engine[5].Contains('profile=unconfined')) { Say 'WARN' 'settings' "the engine's default is no seccomp profile: this app brings its own, other containers have none" }
}

# --- the project ------------------------------------------------------------------------------------------------------
$Port = ''
$UseVolume = $false
function Read-Choices {
    $script:Port = [string]$Given['--port']
    if ($Port -eq 'False') { $script:Port = Recall 'port' }
    if ($Port -notmatch '^[0-9]{1,5}$') { $script:Port = '8000' }
    $script:UseVolume = [bool]($Given['--volume'] -or (Recall 'volume') -eq 'yes')
    $env:TODO_IMAGE = $Image
    $env:TODO_PORT = $Port
}
function Get-App { return (Read-Docker ps --all --quiet --no-trunc --filter "label=com.docker.compose.project=$ComposeProject" --filter label=com.docker.compose.service=todo --filter label=com.docker.compose.oneoff=False) }
function Get-Inspection {
    $Id = Get-App
    if ($Id -eq '') { return $null }
    $Text = (Invoke-Docker inspect $Id) -join "`n"
    if ($NativeStatus -ne 0) { return $null }
    return @($Text | ConvertFrom-Json)[0]
}
function Get-ImageId($Name) { $Id = Read-Docker image inspect --format '{{.Id}}' $Name; if ($NativeStatus -ne 0) { return '' }; return $Id }
function Confirm-Port {
    $Id = Get-App
    if ($Id -ne '' -and ((Invoke-Docker port $Id) -join ' ').EndsWith(":$Port")) { Say 'ok' 'port' "127.0.0.1:$Port"; return }
    $Socket = New-Object Net.Sockets.TcpClient
    $Taken = $true
    try { $Socket.Connect('127.0.0.1', [int]$Port) } catch { $Taken = $false } finally { $Socket.Close() }
    if ($Taken) { Fail 'port' 'port' "another program listens on port $Port" ('choose another one: --port ' + ([int]$Port + 1)) }
    Say 'ok' 'port' "127.0.0.1:$Port is free"
}
function Confirm-Image {
    $Before = Get-ImageId $Image
    if ($Given['--dry-run']) {
        if ($Before -eq '') { Change 'image' "build or load $Image" { [void]0 } } else { Say 'ok' 'image' $Image }
        return
    }
    if ($Given['--image']) { $Output = Invoke-Docker load --input (Complete-Path $Given['--image']) } else { $Output = Invoke-Compose --progress plain build todo }
    if ($NativeStatus -ne 0) { Show-End (($Output -join "`n") + "`n" + $NativeErrors); Fail 'image' 'image' 'the image could not be built or loaded' 'the end of the output is above' }
    $Now = Get-ImageId $Image
    if ($Now -eq '') { Fail 'image' 'image' "there is no image $Image" '' }
    if ($Now -eq $Before) { Say 'ok' 'image' $Image } else { Change 'image' $Image { [void]0 } }
}
function Confirm-Secrets {
    $Folder = Join-Path $Project 'secrets'
    $Key = Join-Path $Folder 'secret_key'
    if (Test-Path -LiteralPath $Key) { Say 'ok' 'secrets' '.\secrets\secret_key'; return }
    Change 'secrets' ".\secrets\secret_key, made from the system's random source, readable for you alone" {
        if (-not (Test-Path -LiteralPath $Folder)) { Write-Journal "folder`t$Folder"; [void][IO.Directory]::CreateDirectory($Folder) }
        Write-Journal "secret`t$Key"
        $Bytes = New-Object byte[] 48
        $Source = [Security.Cryptography.RandomNumberGenerator]::Create()
        $Source.GetBytes($Bytes)
        [IO.File]::WriteAllText($Key, [Convert]::ToBase64String($Bytes))
        $Output = Invoke-Native 'icacls.exe' @($Key, '/inheritance:r', '/grant:r', ($env:USERNAME + ':(R)'))
        if ($NativeStatus -ne 0) { Say 'WARN' 'secrets' ("icacls could not close it to other users: $Output $NativeErrors") }
    }
}
function Confirm-Data {
    $Folder = Join-Path $Project 'db'
    if ($UseVolume) {
        if ((Recall 'volume') -eq 'yes') { Say 'ok' 'data' "in the volume ${ComposeProject}_data" }
        else { Change 'data' "the database goes into the volume ${ComposeProject}_data" { Remember 'volume' 'yes' } }
    } elseif (Test-Path -LiteralPath $Folder) { Say 'ok' 'data' '.\db' }
    else { Change 'data' '.\db' { Write-Journal "folder`t$Folder"; [void][IO.Directory]::CreateDirectory($Folder) } }
}
function Test-Data {
    $Text = (Invoke-Compose run --rm --no-deps -T todo selftest --format json) -join ''
    $script:SelftestText = $Text
    return ($NativeStatus -eq 0 -and $Text.Contains('"ok":true'))
}
$SelftestText = ''
function Confirm-UsableData {
    if ($Given['--dry-run']) { return }
    if (-not (Test-Data)) {
        if (-not ($SelftestText.Contains('"errno":"EACCES"') -or $NativeErrors.Contains('Permission denied'))) { Show-End $NativeErrors; Fail 'project' 'data' "user 1000 inside cannot work there: $SelftestText" "keep it in a volume: $Script up --volume" }
        $Mount = "type=bind,source=$Project\db,target=/db"
        if ($UseVolume) { $Mount = "type=volume,source=${ComposeProject}_data,target=/db" }
        Change 'data' 'given to user 1000 inside' {
            [void](Invoke-Docker run --rm --user 0:0 --cap-drop ALL --cap-add CHOWN --security-opt no-new-privileges --network none --read-only --mount $Mount $Image chown-data 1000:1000)
            if ($NativeStatus -ne 0) { Show-End $NativeErrors; Fail 'project' 'data' 'it could not be given to user 1000 inside' "keep it in a volume: $Script up --volume" }
        }
        if (-not (Test-Data)) { Show-End $NativeErrors; Fail 'project' 'data' "user 1000 inside cannot work there: $SelftestText" "keep it in a volume: $Script up --volume" }
    }
    Say 'ok' 'selftest' $SelftestText.Trim()
}

# --- the app ----------------------------------------------------------------------------------------------------------
function Get-Health {
    $App = Get-Inspection
    if ($null -eq $App) { return 'no container' }
    return ($App.State.Status + ' ' + $App.State.Health.Status)
}
function Wait-Health {
    for ($Waited = 0; $Waited -lt 120; $Waited++) {
        $Health = Get-Health
        if ($Health -eq 'running healthy') { return $true }
        if ($Health -match 'unhealthy|exited|dead|restarting') { return $false }
        Start-Sleep -Milliseconds 500
    }
    return $false
}
function Start-App {
    $Sum = (Get-FileHash -Algorithm SHA256 (Join-Path $Project 'seccomp\todo.json')).Hash + (Get-FileHash -Algorithm SHA256 (Join-Path $PSScriptRoot 'settings.env')).Hash
    $Words = @('up', '--detach', '--no-build')
    if ((Recall 'configuration.ps1') -ne $Sum) { $Words += '--force-recreate' }
    [void](Invoke-Compose @Words)
    if ($NativeStatus -ne 0) { Show-End $NativeErrors; return $false }
    Remember 'configuration.ps1' $Sum
    return $true
}
function Save-Database($Name, $File) {
    $Part = $File + '.part'
    $Words = "compose --project-directory . -f compose.yaml"
    if ($UseVolume) { $Words += ' -f deployment-scripts/compose.volume.yaml' }
    $env:TODO_IMAGE = $Name
    $Status = Copy-Bytes ($Words + ' run --rm --no-deps -T todo backup -') '' $Part
    $env:TODO_IMAGE = $Image
    if ($Status -ne 0 -or (Get-Item -LiteralPath $Part).Length -eq 0) { Remove-Item -LiteralPath $Part -Force; return $false }
    Move-Item -LiteralPath $Part -Destination $File
    return $true
}
function Restore-Database($File) {
    $Words = "compose --project-directory . -f compose.yaml"
    if ($UseVolume) { $Words += ' -f deployment-scripts/compose.volume.yaml' }
    return ((Copy-Bytes ($Words + ' run --rm --no-deps -T todo restore -') $File '') -eq 0)
}
function Start-Version {
    if ($Given['--dry-run']) { if ((Get-Health) -eq 'running healthy') { Say 'ok' 'start' 'running' } else { Change 'start' 'start the app' { [void]0 } }; return }
    $Now = Get-ImageId $Image
    $Earlier = Recall 'image'
    $Copy = ''
    if ($Earlier -ne '' -and $Earlier -ne $Now -and (Get-ImageId $Earlier) -ne '') {
        [void](Invoke-Docker tag $Earlier $ImageBefore)
        [void][IO.Directory]::CreateDirectory((Join-Path $State 'backups'))
        $Copy = Join-Path $State ('backups\before-' + [DateTime]::UtcNow.ToString('yyyyMMddTHHmmssZ') + '.sqlite3')
        Change 'update' "copied the database to $Copy" { if (-not (Save-Database $ImageBefore $Copy)) { Fail 'data' 'update' 'the database could not be copied, so nothing was updated' '' } }
    } else { $Earlier = '' }
    $Before = Get-App
    if ((Start-App) -and (Wait-Health)) {
        Remember 'image' $Now
        Remember 'port' $Port
        if ((Get-App) -eq $Before) { Say 'ok' 'start' 'running' } else { Change 'start' $ComposeProject { [void]0 } }
        return
    }
    Show-End ((Invoke-Docker logs --tail 20 (Get-App)) -join "`n")
    if ($Earlier -eq '') { Fail 'start' 'start' ('the app does not get healthy (' + (Get-Health) + ')') "the log is above" }
    Say 'WARN' 'start' 'the new version does not get healthy; going back'
    [void](Invoke-Docker tag $Earlier $Image)
    if (-not ((Start-App) -and (Wait-Health))) {
        [void](Invoke-Compose stop)
        [void](Restore-Database $Copy)
        if (-not ((Start-App) -and (Wait-Health))) { Fail 'start' 'start' "neither version gets healthy; the database of before is $Copy" '' }
    }
    Fail 'start' 'start' 'the new version does not get healthy; the earlier one runs again' "the database of before the update: $Copy"
}

# --- the proof: the kernel's own tables, read from inside the virtual machine ------------------------------------------
$Wrong = @()
$ReaderScript = 'for thread in /proc/1/task/*; do echo == ${thread##*/}; cat $thread/status; done; echo == mounts; cat /proc/1/mountinfo'
function Get-Reader {
    if ($env:TODO_BASE) { return $env:TODO_BASE }
    foreach ($Line in [IO.File]::ReadAllLines((Join-Path $Project 'Dockerfile'))) { if ($Line.StartsWith('ARG BASE=')) { return $Line.Substring(9) } }
}
function Confirm-Reader {
    $Reader = Get-Reader
    if ((Get-ImageId $Reader) -ne '') { return }
    Change 'reader' "pulled $Reader, to read the kernel's tables with" { Write-Journal "reader`t$Reader"; [void](Invoke-Docker pull $Reader); if ($NativeStatus -ne 0) { Say 'WARN' 'reader' $NativeErrors } }
}
function Test-Status($Thread, $Lines) {
    $Seen = @{}
    foreach ($Line in $Lines) { $Part = $Line -split '\s+', 2; if ($Part.Count -eq 2) { $Seen[$Part[0]] = $Part[1].Trim() } }
    foreach ($Name in @('Uid:', 'Gid:')) { if (-not $Seen.ContainsKey($Name) -or $Seen[$Name] -notmatch '^1000\s+1000\s+1000\s+1000$') { $script:Wrong += "thread ${Thread}: $Name is not 1000 four times" } }
    if (-not $Seen.ContainsKey('Groups:') -or $Seen['Groups:'] -notmatch '^(1000)?$') { $script:Wrong += "thread ${Thread}: a further group" }
    foreach ($Name in @('CapInh:', 'CapPrm:', 'CapEff:', 'CapBnd:', 'CapAmb:')) { if (-not $Seen.ContainsKey($Name) -or $Seen[$Name] -notmatch '^0+$') { $script:Wrong += "thread ${Thread}: $Name is not empty" } }
    if (-not $Seen.ContainsKey('NoNewPrivs:') -or $Seen['NoNewPrivs:'] -ne '1') { $script:Wrong += "thread ${Thread}: no new privileges is not 1" }
    if (-not $Seen.ContainsKey('Seccomp:') -or $Seen['Seccomp:'] -ne '2') { $script:Wrong += "thread ${Thread}: the seccomp mode is not 2 (a filter)" }
}
function Test-Mounts($Lines) {
    $Mounts = @{}
    foreach ($Line in $Lines) {
        $Halves = $Line -split ' - ', 2
        if ($Halves.Count -ne 2) { continue }
        $Left = $Halves[0] -split ' '
        $Right = $Halves[1] -split ' '
        $Mounts[$Left[4]] = @{ Root = $Left[3]; Options = ',' + $Left[5] + ','; Type = $Right[0]; Super = ',' + $Right[2] + ',' }
    }
    if (-not $Mounts.ContainsKey('/') -or -not ($Mounts['/'].Options + $Mounts['/'].Super).Contains(',ro,')) { $script:Wrong += 'the root file system is writable' }
    if (-not $Mounts.ContainsKey('/tmp') -or $Mounts['/tmp'].Type -ne 'tmpfs') { $script:Wrong += '/tmp is no tmpfs' }
    else { foreach ($Option in @('nosuid', 'nodev', 'noexec')) { if (-not $Mounts['/tmp'].Options.Contains(",$Option,")) { $script:Wrong += "/tmp is mounted without $Option" } } }
    if (-not $Mounts.ContainsKey('/db')) { $script:Wrong += './db is not mounted at /db' }
    foreach ($Path in $Mounts.Keys) {
        $Mount = $Mounts[$Path]
        if (@('/', '/tmp', '/db') -contains $Path -or $Mount.Type -match '^(proc|sysfs|cgroup2?|devpts|mqueue)$') { continue }
        if (($Mount.Options + $Mount.Super).Contains(',ro,')) { continue }
        # What the runtime mounts for itself, and the null devices that hide files of /proc.
        if ($Path -match '^/(dev|proc)/' -and ($Mount.Type -eq 'devtmpfs' -or ($Mount.Root -eq '/null' -and $Mount.Super -eq $Mounts['/dev'].Super))) { continue }
        if ($Path -match '^/(dev|sys/fs/cgroup)$' -and $Mount.Super -match ',mode=0?755,' -and -not $Mount.Super.Contains(',uid=1000,')) { continue }
        $script:Wrong += ("writable besides /db and /tmp: $Path (" + $Mount.Type + ')')
    }
}
function Confirm-Promises {
    $Id = Get-App
    $Lines = @(Invoke-Docker run --rm --pid "container:$Id" --user 1000:1000 --network none --read-only --cap-drop ALL --security-opt no-new-privileges --entrypoint sh (Get-Reader) -c $ReaderScript)
    $WasRead = ($NativeStatus -eq 0 -and $Lines.Count -gt 0)
    if ($WasRead) {
        $Parts = @{}
        $Name = ''
        foreach ($Line in $Lines) { if ($Line.StartsWith('== ')) { $Name = $Line.Substring(3); $Parts[$Name] = @() } else { $Parts[$Name] += $Line } }
        foreach ($Name in $Parts.Keys) { if ($Name -eq 'mounts') { Test-Mounts $Parts[$Name] } else { Test-Status $Name $Parts[$Name] } }
        if (-not $Parts.ContainsKey('1') -or -not $Parts.ContainsKey('mounts')) { $script:Wrong += 'process 1 of the container cannot be read' }
    } else { Say 'WARN' 'proof' "the kernel's tables could not be read: $NativeErrors" }
    $Published = @(Invoke-Docker port $Id)
    if ($Published.Count -eq 0) { $script:Wrong += 'no port is published' }
    foreach ($Line in $Published) { if ($Line -notmatch '-> 127\.0\.0\.1:') { $script:Wrong += "the port is published on another address than 127.0.0.1: $Line" } }
    foreach ($Path in @('/', '/readyz')) { $Page = Get-Page "http://127.0.0.1:$Port$Path"; if ($Page.Status -ne 200) { $script:Wrong += ("$Path answers " + $Page.Status + ', not 200') } }
    $Check = (Invoke-Docker exec $Id /todo check --deploy --format json) -join ''
    if ($NativeStatus -ne 0) {
        $Bad = @()
        if ($Check -ne '') { $Bad = @(($Check | ConvertFrom-Json).findings | Where-Object { $_.severity -eq 'error' } | ForEach-Object { $_.id }) }
        if (($Bad -join ' ') -eq 'secret-file-open') { Say 'WARN' 'secrets' 'inside, the key shows a mode that is open to all (the sharing invents it)' }
        else { $script:Wrong += ('todo check --deploy: ' + ($Bad -join ' ') + " $NativeErrors") }
    }
    if ($Check -notmatch '"pending_migrations":"none"') { $script:Wrong += 'migrations are pending' }
    if ($Wrong.Count -gt 0) { Fail 'verify' 'verification' 'the app runs, but not as promised:' (($Wrong -join ('; ')) + "; stop it: $Script down") }
    Write-Host ''
    if ($WasRead) { Write-Host 'Read inside the virtual machine: user 1000, no capability, no new privileges, seccomp mode 2, read-only root, /tmp nosuid nodev noexec' }
    else { Write-Host 'As the app itself says from inside; the bounding set and the mounts were NOT read.' }
    Write-Host 'rootless: no: dockerd is root of a virtual machine, which is the boundary to this system'
}

# --- actions ------------------------------------------------------------------------------------------------------------
function Up {
    Say 'ok' 'platform' ('Windows, PowerShell ' + $PSVersionTable.PSVersion)
    Confirm-Client
    Confirm-Engine $true
    Confirm-Desktop
    Confirm-Versions
    Confirm-Settings
    Read-Choices
    Say 'ok' 'project' $Project
    Confirm-Port
    Confirm-Image
    Confirm-Secrets
    Confirm-Data
    Confirm-UsableData
    Confirm-Reader
    Start-Version
    if ((Get-App) -ne '') { Confirm-Promises }
    Write-Host ''
    if ($Given['--dry-run']) { Write-Host "$Changes changes would be made, none was" } else { Write-Host "$Changes changes"; Write-Host "The app answers at http://127.0.0.1:$Port/" }
}
function Enter-Quietly {
    if (-not (Find-Client)) { Fail 'packages' 'client' 'there is no docker client' '' }
    Confirm-Engine $false
    Read-Choices
}
function Status {
    Enter-Quietly
    Confirm-Versions
    if ((Get-App) -eq '') { Fail 'start' 'app' 'not running' "$Script up" }
    Say 'ok' 'app' (Get-Health)
    Confirm-Promises
}
function Down {
    Enter-Quietly
    if ((Get-App) -eq '') { Say 'ok' 'app' 'not running'; return }
    Change 'app' 'stopped; the data stays' { [void](Invoke-Compose down); if ($NativeStatus -ne 0) { Show-End $NativeErrors; Fail 'start' 'app' 'Compose could not stop the app' '' } }
}
function Stop-All {
    Down
    if (@(Get-Journal) -notcontains 'engine') { Say 'ok' 'engine' 'was not started by this script and stays'; return }
    if (@(Invoke-Docker ps --quiet).Count -gt 0) { Say 'WARN' 'engine' 'other containers run in it, so it stays'; return }
    Change 'engine' 'stopped Docker Desktop' { [void](Invoke-Docker desktop stop); if ($NativeStatus -ne 0) { Fail 'daemon' 'engine' 'Docker Desktop did not stop' 'quit it in its menu' } }
}
function Backup {
    Enter-Quietly
    if (Test-Path -LiteralPath $ActionFile) { Fail 'data' 'backup' "$ActionFile exists already" 'name a new file' }
    Change 'backup' "wrote $ActionFile" { if (-not (Save-Database $Image $ActionFile)) { Fail 'data' 'backup' "no copy could be written to $ActionFile" "is there a database? $Script status" } }
}
function Restore {
    Enter-Quietly
    if (-not (Test-Path -LiteralPath $ActionFile)) { Fail 'data' 'restore' "cannot read $ActionFile" '' }
    $WasRunning = (Get-Health).StartsWith('running')
    Change 'restore' "$ActionFile is the database now" {
        if ($WasRunning) { [void](Invoke-Compose stop) }
        $Done = Restore-Database $ActionFile
        if ($WasRunning) { if (-not ((Start-App) -and (Wait-Health))) { Fail 'start' 'restore' 'the app does not get healthy with this database' '' } }
        if (-not $Done) { Fail 'data' 'restore' "$ActionFile was refused; the database is as it was" "only files that 'backup' wrote can be restored" }
    }
}
function Uninstall {
    Down
    if ($Given['--purge']) { foreach ($Name in @($Image, $ImageBefore)) { if ((Get-ImageId $Name) -ne '') { Change 'images' "removed $Name" { [void](Invoke-Docker image rm --force $Name) } } } }
    $Lines = @(Get-Journal)
    [Array]::Reverse($Lines)
    foreach ($Line in $Lines) {
        $Part = $Line.Split("`t")
        if ($Part.Count -lt 2) { continue }
        $Path = $Part[1] -replace '^/([a-z])/', '$1:\'
        if ($Part[0] -eq 'secret' -and (Test-Path -LiteralPath $Path)) { Change 'secrets' "removed $Path" { Remove-Item -LiteralPath $Path -Force } }
        if ($Part[0] -eq 'folder' -and (Test-Path -LiteralPath $Path) -and @(Get-ChildItem -LiteralPath $Path -Force).Count -eq 0) { Change 'folder' "removed $Path, which was empty" { Remove-Item -LiteralPath $Path } }
        if ($Part[0] -eq 'reader' -and $Given['--purge'] -and (Get-ImageId $Part[1]) -ne '') { Change 'images' ('removed ' + $Part[1]) { [void](Invoke-Docker image rm $Part[1]) } }
    }
    if (-not $Given['--dry-run']) { Get-ChildItem -LiteralPath $State -Force | Where-Object { $_.Name -ne 'lock' } | Remove-Item -Recurse -Force }
    Write-Host "$Changes changes"
    Write-Host 'the data stays, in .\db or in the volume'
}
function Show-Doctor {
    Write-Host ('system     ' + [Environment]::OSVersion.VersionString + ', PowerShell ' + $PSVersionTable.PSVersion)
    Write-Host ('project    ' + $Project.Replace($HOME, '~'))
    Write-Host ('wsl        ' + (Get-WslVersion))
    if (-not (Find-Client)) { Write-Host 'client     none found'; return }
    Write-Host ('client     ' + (Read-Docker --version) + ', Compose ' + (Read-Docker compose version --short))
    Write-Host ('endpoint   ' + (Hide-Login (Read-Docker context inspect --format '{{.Endpoints.docker.Host}}')))
    if (-not (Test-Engine)) { Write-Host ('engine     does not answer: ' + $NativeErrors); return }
    $script:ServerText = Read-Docker version --format '{{.Server.Platform.Name}}|{{json .Server.Components}}'
    # Labels may be anybody's words: not shown.
    Write-Host ('info       ' + $Engine[0] + '|' + $Engine[1] + '|' + $Engine[2] + '|' + $Engine[3] + '|' + $Engine[5])
    Write-Host ('engine     ' + (Get-EngineKind) + ', version ' + (Get-DesktopVersion))
    Write-Host ('app        ' + (Get-Health))
}

Read-Options $args
Set-Location -LiteralPath $Project
if ($Given['--doctor']) { Show-Doctor; exit 0 }
Open-Lock
try {
    switch ($Action) {
        'up' { Up }
        'check' { Up }
        'status' { Status }
        'backup' { Backup }
        'restore' { Restore }
        'down' { Down }
        'stop' { Stop-All }
        'uninstall' { Uninstall }
    }
} finally { Close-Lock }
exit 0
