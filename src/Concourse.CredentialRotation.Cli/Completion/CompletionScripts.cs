namespace Concourse.CredentialRotation.Cli;

/// <summary>
/// The scripts for shells. Each passes the line without the name of the program, and the position of the cursor in it, to the program's [suggest] directive,
/// and falls back to the names of files.
/// </summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # bash completion for concourse-credentials
        _concourse_credentials() {
          local line="${COMP_LINE#*[[:space:]]}"
          local position=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(concourse-credentials "[suggest:$position]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _concourse_credentials concourse-credentials

        """;

    private const string Zsh = """
        #compdef concourse-credentials
        # zsh completion for concourse-credentials
        _concourse-credentials() {
          local line="${BUFFER#*[[:space:]]}"
          local position=$((CURSOR - ${#BUFFER} + ${#line}))
          local -a found
          found=("${(@f)$(concourse-credentials "[suggest:$position]" "$line" 2>/dev/null)}")
          [[ -n "$found" ]] && compadd -- $found
          _files
        }
        # In a folder of fpath, the file is the function; if it is sourced, it registers it.
        if [[ ${funcstack[1]} == _concourse-credentials ]]; then
          _concourse-credentials "$@"
        else
          compdef _concourse-credentials concourse-credentials
        fi

        """;

    private const string Fish = """
        # fish completion for concourse-credentials
        function __concourse_credentials_complete
          set -l line (commandline --cut-at-cursor | string replace --regex '^\s*\S+\s' '')
          concourse-credentials "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete --command concourse-credentials --arguments '(__concourse_credentials_complete)'

        """;

    private const string PowerShell = """
        # PowerShell completion for concourse-credentials
        Register-ArgumentCompleter -Native -CommandName concourse-credentials -ScriptBlock {
          param($word, $line, $cursor)
          $name = $line.CommandElements[0].Extent.EndOffset - $line.Extent.StartOffset + 1
          $text = $line.ToString().PadRight($cursor)
          $text = if ($text.Length -gt $name) { $text.Substring($name) } else { '' }
          concourse-credentials "[suggest:$($cursor - $name)]" "$text" 2>$null |
            Where-Object { $_ -like "$word*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
    };
}
