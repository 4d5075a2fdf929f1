using System.CommandLine;

namespace Weir.Commands;

/// <summary>An option that takes one of a few words.</summary>
internal static class ChoiceOption
{
    public static void TakesOneOf(this Option<string> option, params string[] words)
    {
        option.HelpName = string.Join('|', words);
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !words.Contains(result.Tokens[0].Value))
            {
                var last = words.Length - 1;
                result.AddError(
                    $"{option.Name} takes {string.Join(", ", words[..last])} or {words[last]}, not '{result.Tokens[0].Value}'.");
            }
        });
    }
}
