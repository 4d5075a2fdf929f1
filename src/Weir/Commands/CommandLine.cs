using System.CommandLine;
using System.CommandLine.Invocation;
using Weir.Hosting;

namespace Weir.Commands;

/// <summary>
/// The command line: 0 for success, 1 for a failure with one sentence on standard error, 2 for wrong usage,
/// 130 for one that was interrupted before its end. What is not
/// built yet is not listed.
/// </summary>
internal static class CommandLine
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int Interrupted = 130;

    /// <summary>How long a command may take to stop in order after Ctrl-C or SIGTERM.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] arguments)
    {
        // Arguments that begin with @ are names here, not files with arguments.
        var parsed = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is null or ParseErrorAction || parsed.UnmatchedTokens.Count > 0)
        {
            if (parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0)
            {
                return await ShowHelpAsync(parsed);
            }

            await Console.Error.WriteLineAsync($"{Problem(parsed)} Try 'weir {PathOf(parsed)}--help'.");
            return WrongUsage;
        }

        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = StopMax,
        };
        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (WrongUsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return WrongUsage;
        }
        catch (InterruptedException stopped)
        {
            await Console.Error.WriteLineAsync(stopped.Message);
            return Interrupted;
        }
        catch (Exception failed)
        {
            await Console.Error.WriteLineAsync(Sentence(failed));
            return Failed;
        }
    }

    /// <summary>A group of commands without one of them is asked what there is. The program alone is a question, not a mistake.</summary>
    private static async Task<int> ShowHelpAsync(ParseResult parsed)
    {
        string[] asked = [.. PathOf(parsed).Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
        await Root().Parse(asked).InvokeAsync();
        return asked.Length == 1 ? Succeeded : WrongUsage;
    }

    private static RootCommand Root()
    {
        return new RootCommand("Weir connects applications and moves their records between them.")
        {
            DemoCommand.Create(),
            ServeCommand.Create(),
            SandboxCommand.Create(),
            ConnectionsCommand.Create(),
            FlowsCommand.Create(),
            ErrorsCommand.Create(),
            KeysCommand.Create(),
            PullCommand.Create(),
            ApplyCommand.Create(),
        };
    }

    private static string Problem(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count > 0)
        {
            return $"There is no command or option '{parsed.UnmatchedTokens[0]}' here.";
        }

        // Some of the parser's messages are lists over several lines.
        var words = (parsed.Errors.Count > 0 ? parsed.Errors[0].Message : "A command is needed.")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var sentence = string.Join(' ', words);
        return sentence.EndsWith('.') ? sentence : sentence + ".";
    }

    /// <summary>The commands that were named: what to ask for help about.</summary>
    private static string PathOf(ParseResult parsed)
    {
        var path = "";
        for (var command = parsed.CommandResult; command?.Command is not (null or RootCommand);)
        {
            path = $"{command.Command.Name} {path}";
            command = command.Parent as System.CommandLine.Parsing.CommandResult;
        }

        return path;
    }

    /// <summary>What nobody expected is a defect, and its trace helps whoever reads the report.</summary>
    private static string Sentence(Exception failed) => failed switch
    {
        CommandFailedException or StartException or IOException or UnauthorizedAccessException => failed.Message,
        OperationCanceledException => "Stopped.",
        _ => $"A defect in Weir ended the command; please report it: {failed}",
    };
}

/// <summary>A command could not do what it was asked. The message is one clear sentence for whoever typed it.</summary>
internal class CommandFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A command is not used as it is meant to be, which shows only when it runs.</summary>
internal sealed class WrongUsageException(string message) : Exception(message);

/// <summary>A command was told to stop before it had done what it was asked.</summary>
internal sealed class InterruptedException(string message) : Exception(message);
