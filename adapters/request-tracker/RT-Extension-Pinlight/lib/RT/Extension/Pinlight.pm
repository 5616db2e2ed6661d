package RT::Extension::Pinlight;

# Pinlight's widget on RT's ticket pages. Apache License 2.0.

use strict;
use warnings;

our $VERSION = '1.0';

# As much of a message as Pinlight reads.
use constant MOST_CHARS => 100_000;

# The server's address without the slash at its end; empty when $PinlightURL is not set or is no web address.
sub Server {
    my $url = RT->Config->Get('PinlightURL') // '';
    return '' unless $url =~ m{^https?://[^\s"'<>]+$};
    $url =~ s{/+$}{};
    return $url;
}

# What the requestor wrote last, else what was written last, as plain text. Comments are internal and never read.
# The ticket was loaded for the current user: what that user may not see is not in it.
sub LastWords {
    my $ticket = shift;
    my $txns   = $ticket->Transactions;
    $txns->Limit( FIELD => 'Type', OPERATOR => 'IN', VALUE => [ 'Create', 'Correspond' ] );
    $txns->OrderBy( FIELD => 'id', ORDER => 'DESC' );

    my %asked = map { $_->Id => 1 } @{ $ticket->Requestor->UserMembersObj->ItemsArrayRef };
    my $newest;
    while ( my $txn = $txns->Next ) {
        next unless $txn->ContentObj;
        $newest //= $txn;
        return _Text($txn) if $asked{ $txn->Creator };
    }
    return $newest ? _Text($newest) : '';
}

sub _Text {
    my $text = shift->Content( Type => 'text/plain', Quote => 0 ) // '';
    return substr $text, 0, MOST_CHARS;
}

1;
