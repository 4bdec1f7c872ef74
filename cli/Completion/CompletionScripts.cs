namespace Actors.Cli.Completion;

/// <summary>What each shell reads. All ask the program itself: its <c>[suggest:POSITION]</c> directive answers with a word a line.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        _actors() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _actors actors

        """;

    private const string Zsh = """
        _actors() {
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          if [[ -n "${found[1]}" ]]; then compadd -- "${found[@]}"; else _files; fi
        }
        compdef _actors actors

        """;

    private const string Fish = """
        complete -c actors -a '(actors "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'

        """;

    /// <summary>The script of a shell.</summary>
    public static string Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        _ => Fish,
    };
}
