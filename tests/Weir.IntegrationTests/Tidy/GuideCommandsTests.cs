using System.Text.RegularExpressions;
using Weir.IntegrationTests.Harness;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Tidy;

/// <summary>What a guide tells people to type is asked of the program itself, through its <c>--help</c>.</summary>
public sealed partial class GuideCommandsTests
{
    private readonly Dictionary<string, string> _help = new(StringComparer.Ordinal);

    [Fact]
    public async Task A_weir_command_in_a_guide_is_one_that_the_program_has()
    {
        Assert.SkipUnless(Directory.Exists(Repository.Full("src/Weir/Commands")), "The program has no commands yet.");

        var findings = new List<string>();
        foreach (var (place, words) in CommandsIn("weir"))
        {
            if (await ProblemAsync(words) is { } problem)
            {
                findings.Add($"{place} says './weir {string.Join(' ', words)}', but {problem}: mend the guide.");
            }
        }

        Repository.MustBeEmpty(findings);
    }

    [Fact]
    public void A_test_option_in_a_guide_is_one_that_the_script_has() => Repository.MustBeEmpty(
        from command in CommandsIn("test")
        from option in command.Words.Where(word => word.StartsWith("--", StringComparison.Ordinal))
        where !Repository.Text("test").Contains(option, StringComparison.Ordinal)
        select $"{command.Place} says './test {option}', but ./test has no such option: mend the guide.");

    private async Task<string?> ProblemAsync(string[] words)
    {
        var path = new List<string>();
        var help = await HelpAsync(path);
        foreach (var word in words.TakeWhile(word => !word.StartsWith('-')))
        {
            var commands = CommandList().Match(help).Value;
            if (commands.Length == 0)
            {
                break;
            }

            if (!CommandName().Matches(commands).Any(name => name.Value.Trim(' ', ',') == word))
            {
                return $"'{string.Join(' ', path.Prepend("weir"))}' has no command '{word}'";
            }

            path.Add(word);
            help = await HelpAsync(path);
        }

        var unknown = words.Where(word => word.StartsWith("--", StringComparison.Ordinal))
            .Select(word => word.Split('=')[0])
            .FirstOrDefault(option => !Regex.IsMatch(help, $@"(?<![\w-]){Regex.Escape(option)}(?![\w-])"));
        return unknown is null ? null : $"'{string.Join(' ', path.Prepend("weir"))}' has no option '{unknown}'";
    }

    private async Task<string> HelpAsync(List<string> path)
    {
        var key = string.Join(' ', path);
        if (!_help.TryGetValue(key, out var help))
        {
            var result = await WeirProgram.RunAsync([.. path, "--help"]);
            Assert.True(result.ExitCode == 0, $"'weir {key} --help' ended with {result.ExitCode}: {result.Error}");
            _help[key] = help = result.Output;
        }

        return help;
    }

    /// <summary>Every <c>./command …</c> inside the code fences of every guide, cut where the shell takes over.</summary>
    private static IEnumerable<(string Place, string[] Words)> CommandsIn(string command) =>
        from guide in Repository.Guides
        from Match fence in Fence().Matches(Repository.Text(guide))
        from line in fence.Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        let match = Regex.Match(line, $@"(?:^|[\s(])\./{command}(?=\s|$)(?<rest>.*)", RegexOptions.ExplicitCapture)
        where match.Success
        let words = Word().Matches(Shell().Replace(match.Groups["rest"].Value, "")).Select(word => word.Value)
        select (guide, words.ToArray());

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(^|\s)(#|\||>|<|;|&).*$|[;)].*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Shell();

    [GeneratedRegex("""
        "[^"]*"|'[^']*'|\S+
        """)]
    private static partial Regex Word();

    // System.CommandLine's help: "Commands:", then a line each, two spaces in: "  list, ls  what it does".
    [GeneratedRegex(@"(?<=^Commands:\n)(  .*\n?)+", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CommandList();

    [GeneratedRegex(@"(?<=^  ([\w-]+, )*)[\w-]+", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CommandName();
}
